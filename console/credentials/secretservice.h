#pragma once

#include <chrono>
#include <functional>

#include "base/future.h"

namespace cs {

enum class KeyringState { Absent, Locked, Unlocked };

// How the desktop's secret service is (the freedesktop.org Secret Service API 0.2), without unlocking or asking
// anything. A keyring that was never set up counts as locked: a person has to choose its password first. Fails with
// StoreTrouble::TimedOut. `context` outlives the answer, or nobody waits for it.
Async<KeyringState> askKeyringState(QObject *context, std::chrono::milliseconds timeout);

// The library by which the keychain is asked keeps one session with the secret service for the whole program, and a
// service that was restarted knows it no more. Has it begin another one with the next job; false: there is no such
// library.
bool forgetKeyringSession();

}  // namespace cs

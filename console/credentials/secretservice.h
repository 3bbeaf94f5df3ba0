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

}  // namespace cs

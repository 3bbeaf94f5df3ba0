#pragma once

#include "auth/sessionview.h"

// What one session is to another.
namespace cs {

// Names a session in public, and tickets die with it: nobody may guess one or meet an old one again.
SessionId newSessionId();

// Whether the number of such sessions is bounded by user: those by login or key.
bool isBounded(const TokenHolder &holder);

// Whether the same login goes on, so that what hangs on the session need not end.
bool isRenewal(const Session &before, const Session &after);

}  // namespace cs

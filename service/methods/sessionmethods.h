#pragma once

#include <functional>

#include "base/future.h"
#include "base/ids.h"

namespace cs {

class MethodTable;
class Sessions;
struct Call;
class TokenAuthority;

// What the methods of api/session.h work with; all outlive the table.
struct SessionMethodParts {
    Sessions &sessions;
    const TokenAuthority &tokens;
    // Waits, a few seconds at most, for what checking a token may need, such as an outside issuer's new keys.
    std::function<Async<Done>(const QByteArray &token)> prepare;
    // Whether the connection is still open.
    std::function<bool(ConnectionId)> isOpen;
    // Writes down that a token for this user is about to be given out: done once that is on the disk.
    std::function<Async<Done>(const Call &call, const QString &user)> announce;
};

void bindSessionMethods(MethodTable &table, const SessionMethodParts &parts);

}  // namespace cs

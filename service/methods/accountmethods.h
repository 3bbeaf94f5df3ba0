#pragma once

#include <functional>

#include "base/ids.h"

namespace cs {

class Logins;
class MethodTable;
class RefreshTokens;
class SecondFactor;
class Sessions;
class Users;

// What the methods of api/accounts.h work with; all outlive the table.
struct AccountParts {
    Users &users;
    Logins &logins;
    RefreshTokens &refreshTokens;
    SecondFactor &secondFactor;
    Sessions &sessions;
    // Whether the connection is still open: a login takes its time.
    std::function<bool(ConnectionId)> isOpen;
};

// All of them: logins and sessions, and the two below.
void bindAccountMethods(MethodTable &table, const AccountParts &parts);
// The methods by which admins keep the users.
void bindUserMethods(MethodTable &table, const AccountParts &parts);
// The methods for one's own second factor.
void bindTotpMethods(MethodTable &table, const AccountParts &parts);

}  // namespace cs

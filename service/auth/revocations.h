#pragma once

namespace cs {

class ApiKeys;
class Grants;
class RefreshTokens;
class Sessions;
class Users;

// Lets what is open follow what is decided: connects users, grants, keys and logins with the sessions that stand on them.
// All live in the same thread.
struct Revocations {
    Users &users;
    Grants &grants;
    ApiKeys &keys;
    RefreshTokens &refreshTokens;
    Sessions &sessions;

    void connectAll() const;
};

}  // namespace cs

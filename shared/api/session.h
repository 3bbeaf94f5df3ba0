#pragma once

#include <vector>

#include <QString>

#include "api/method.h"
#include "json/codec.h"

// Signing in, and asking whether anybody is there.
namespace cs::api {

struct Ping {
    static constexpr MethodInfo info{"ping", Access::Public, Effect::Read,
                                     "Answers \"pong\"; also the clients' keep-alive."};
    using Params = Nothing;
    using Reply = QString;
};

struct Authenticate {
    static constexpr MethodInfo info{"authenticate",
                                     Access::Public,
                                     Effect::Read,
                                     "Signs this socket in with a token; the session belongs to this socket alone.",
                                     R"({"auth_token":"eyJhbGciOiJIUzI1NiJ9.e30.c2ln"})",
                                     "",
                                     2};
    struct Params {
        // Empty and overlong ones as well are bad tokens, not bad params: a failure is always -32001.
        Text<0, 1048576> authToken;
        static json::Fields fields() { return {field("auth_token", &Params::authToken, "a JSON Web Token")}; }
    };
    struct Reply {
        bool authenticated = true;
        Role role = Role::Viewer;
        std::vector<QString> permissions;
        Timestamp expiresAt;
        SessionId sessionId;
        static json::Fields fields()
        {
            return {field("authenticated", &Reply::authenticated, "always true; a failure is error -32001"),
                    field("role", &Reply::role, "the role of the session"),
                    field("permissions", &Reply::permissions, "view, control, admin"),
                    field("expires_at", &Reply::expiresAt, "when the session ends by itself"),
                    field("session_id", &Reply::sessionId, "names the session; not a secret")};
        }
    };
};

// Only on the control socket of the host, where the peer is root or the service's own user.
struct IssueToken {
    static constexpr MethodInfo info{"issue_token",
                                     Access::Admin,
                                     Effect::Write,
                                     "Signs a token for a user; only on the host's control socket.",
                                     R"({"user_id":"alice","role":"viewer","expires_in":3600})",
                                     "user_id",
                                     1,
                                     Secrecy::Reply};
    struct Params {
        Text<1, 128> userId;
        Role role = Role::Viewer;
        Int<1, 31536000> expiresIn = 86400;
        static json::Fields fields()
        {
            return {field("user_id", &Params::userId, "the user the token speaks for; a name as in create_user"),
                    field("role", &Params::role, "viewer, operator or admin"),
                    defaulted("expires_in", &Params::expiresIn, "seconds until it ends (default one day)")};
        }
    };
    struct Reply {
        QString token;
        Timestamp expiresAt;
        static json::Fields fields()
        {
            return {field("token", &Reply::token, "for authenticate and for HTTP; keep it secret"),
                    field("expires_at", &Reply::expiresAt, "when it ends")};
        }
    };
};

using SessionMethods = MethodList<Ping, Authenticate, IssueToken>;

}  // namespace cs::api

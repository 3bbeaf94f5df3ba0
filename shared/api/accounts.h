#pragma once

#include <optional>
#include <vector>

#include <QString>

#include "api/method.h"
#include "api/session.h"
#include "json/codec.h"

// Users and their sessions.
namespace cs::api {

using UserName = Text<1, 128>;
// What a person types; how long a new one must be is the service's rule, with a hint of its own.
using Password = Text<1, 1024>;
using Cursor = Text<1, 512>;

struct Login {
    static constexpr MethodInfo info{"login",
                                     Access::Public,
                                     Effect::Write,
                                     "Signs this socket in with a name and a password.",
                                     R"({"username":"alice","password":"correct horse battery"})",
                                     "username",
                                     20,
                                     Secrecy::All};
    struct Params {
        UserName username;
        Password password;
        std::optional<Text<1, 64>> totpCode;
        static json::Fields fields()
        {
            return {field("username", &Params::username, "the user's name"),
                    field("password", &Params::password, "the user's password"),
                    field("totp_code", &Params::totpCode,
                          "six digits of the authenticator, or a recovery code; only where it is switched on")};
        }
    };
    struct Reply {
        bool authenticated = true;
        Role role = Role::Viewer;
        std::vector<QString> permissions;
        Timestamp expiresAt;
        SessionId sessionId;
        QString accessToken;
        QString refreshToken;
        qint64 expiresIn = 0;
        bool mustChangePassword = false;
        static json::Fields fields()
        {
            return {field("authenticated", &Reply::authenticated, "always true; a failure is error -32001"),
                    field("role", &Reply::role, "the role of the session"),
                    field("permissions", &Reply::permissions, "view, control, admin"),
                    field("expires_at", &Reply::expiresAt, "when the session ends by itself"),
                    field("session_id", &Reply::sessionId, "names the session; not a secret"),
                    field("access_token", &Reply::accessToken, "for authenticate and HTTP; short-lived"),
                    field("refresh_token", &Reply::refreshToken, "for refresh_token, once; keep it secret"),
                    field("expires_in", &Reply::expiresIn, "seconds the access token lives"),
                    field("must_change_password", &Reply::mustChangePassword,
                          "until it is changed, only change_password and logout answer")};
        }
    };
};

struct RefreshToken {
    static constexpr MethodInfo info{"refresh_token",
                                     Access::Public,
                                     Effect::Write,
                                     "Signs this socket in with a refresh token and replaces it; one that was used "
                                     "before ends all that came from the same login.",
                                     R"({"refresh_token":"r1.c2Vzc2lvbg.c2VjcmV0"})",
                                     "",
                                     5,
                                     Secrecy::All};
    struct Params {
        Text<1, 512> refreshToken;
        static json::Fields fields()
        {
            return {field("refresh_token", &Params::refreshToken, "the newest one of this login")};
        }
    };
    using Reply = Login::Reply;
};

struct Logout {
    static constexpr MethodInfo info{"logout",
                                     Access::Viewer,
                                     Effect::Write,
                                     "Ends this socket's session and the refresh token it came from.",
                                     "{}",
                                     "",
                                     1,
                                     Secrecy::Reply};
    using Params = Nothing;
    struct Reply {
        bool loggedOut = true;
        static json::Fields fields() { return {field("logged_out", &Reply::loggedOut, "always true")}; }
    };
};

struct ChangePassword {
    static constexpr MethodInfo info{
        "change_password",
        Access::Viewer,
        Effect::Write,
        "Changes one's own password; one's other sessions end.",
        R"({"old_password":"correct horse battery","new_password":"staple battery horse"})",
        "",
        20,
        Secrecy::All};
    struct Params {
        Password oldPassword;
        Password newPassword;
        static json::Fields fields()
        {
            return {field("old_password", &Params::oldPassword, "the one that holds now"),
                    field("new_password", &Params::newPassword,
                          "at least 10 characters, not a common one, not the user's name")};
        }
    };
    struct Reply {
        bool changed = true;
        static json::Fields fields() { return {field("changed", &Reply::changed, "always true")}; }
    };
};

// One user, as admins see it.
struct UserRow {
    QString username;
    QString displayName;
    Role role = Role::Viewer;
    bool enabled = true;
    bool restricted = false;
    bool totpEnabled = false;
    bool mustChangePassword = false;
    Timestamp createdAt;
    std::optional<Timestamp> lastLoginAt;
    // Only in the answer of create_user and update_user, once.
    std::optional<QString> initialPassword;
    static json::Fields fields()
    {
        return {field("username", &UserRow::username, "the name; never changes"),
                field("display_name", &UserRow::displayName, "for people; may be empty"),
                field("role", &UserRow::role, "viewer, operator or admin"),
                field("enabled", &UserRow::enabled, "whether the user may sign in"),
                field("restricted", &UserRow::restricted, "sees only the cameras granted; else all"),
                field("totp_enabled", &UserRow::totpEnabled, "whether a second factor is asked for"),
                field("must_change_password", &UserRow::mustChangePassword, "at the next login"),
                field("created_at", &UserRow::createdAt, "when the user was made"),
                field("last_login_at", &UserRow::lastLoginAt, "absent before the first login"),
                field("initial_password", &UserRow::initialPassword, "if the service made one; shown this once")};
    }
};

struct ListUsers {
    static constexpr MethodInfo info{"list_users", Access::Admin, Effect::Read, "Lists the users by name."};
    struct Params {
        Int<1, 1000> limit = 50;
        std::optional<Cursor> cursor;
        static json::Fields fields()
        {
            return {defaulted("limit", &Params::limit, "how many at most"),
                    field("cursor", &Params::cursor, "next_cursor of the answer before")};
        }
    };
    struct Reply {
        std::vector<UserRow> users;
        std::optional<QString> nextCursor;
        static json::Fields fields()
        {
            return {field("users", &Reply::users, "a row each"),
                    field("next_cursor", &Reply::nextCursor, "absent at the end of the list")};
        }
    };
};

struct CreateUser {
    static constexpr MethodInfo info{"create_user",
                                     Access::AdminOfAll,
                                     Effect::Write,
                                     "Makes a user.",
                                     R"({"username":"bob","role":"viewer","restricted":true})",
                                     "username",
                                     5,
                                     Secrecy::All};
    struct Params {
        UserName username;
        Role role = Role::Viewer;
        std::optional<Password> password;
        std::optional<Text<0, 128>> displayName;
        bool restricted = false;
        static json::Fields fields()
        {
            return {
                field("username", &Params::username,
                      "letters, digits and . _ @ -; compared without case; not root, service or the service's user on "
                      "the host, who stand for others in the audit trail"),
                field("role", &Params::role, "viewer, operator or admin"),
                field("password", &Params::password, "absent: one is made, returned once and must be changed"),
                field("display_name", &Params::displayName, "for people"),
                defaulted("restricted", &Params::restricted, "sees only the cameras granted")};
        }
    };
    using Reply = UserRow;
};

struct UpdateUser {
    static constexpr MethodInfo info{"update_user",
                                     Access::AdminOfAll,
                                     Effect::Write,
                                     "Changes a user; what is already open follows within 2 s.",
                                     R"({"username":"bob","enabled":false})",
                                     "username",
                                     5,
                                     Secrecy::All};
    struct Params {
        UserName username;
        std::optional<Role> role;
        std::optional<bool> enabled;
        std::optional<bool> restricted;
        std::optional<Text<0, 128>> displayName;
        std::optional<Password> password;
        bool makePassword = false;
        bool resetTotp = false;
        static json::Fields fields()
        {
            return {field("username", &Params::username, "who"),
                    field("role", &Params::role, "the new role"),
                    field("enabled", &Params::enabled, "false ends all that the user has open"),
                    field("restricted", &Params::restricted, "true: only the cameras granted"),
                    field("display_name", &Params::displayName, "for people"),
                    field("password", &Params::password, "a new one, which the user must change"),
                    defaulted("make_password", &Params::makePassword, "makes a new one, returned once"),
                    defaulted("reset_totp", &Params::resetTotp, "takes the second factor away, for a lost device")};
        }
    };
    using Reply = UserRow;
};

struct DeleteUser {
    static constexpr MethodInfo info{
        "delete_user",
        Access::AdminOfAll,
        Effect::Write,
        "Removes a user with all sessions, keys and grants; never the last enabled admin of all cameras.",
        R"({"username":"bob"})",
        "username"};
    struct Params {
        UserName username;
        static json::Fields fields() { return {field("username", &Params::username, "who")}; }
    };
    struct Reply {
        bool deleted = true;
        static json::Fields fields() { return {field("deleted", &Reply::deleted, "always true")}; }
    };
};

// One signed-in socket.
struct SessionRow {
    SessionId sessionId;
    QString username;
    Role role = Role::Viewer;
    QString address;
    QString userAgent;
    Timestamp createdAt;
    Timestamp lastSeenAt;
    Timestamp expiresAt;
    bool current = false;
    static json::Fields fields()
    {
        return {field("session_id", &SessionRow::sessionId, "for end_session"),
                field("username", &SessionRow::username, "whose it is"),
                field("role", &SessionRow::role, "with which role"),
                field("address", &SessionRow::address, "from where"),
                field("user_agent", &SessionRow::userAgent, "what the client calls itself"),
                field("created_at", &SessionRow::createdAt, "the sign-in"),
                field("last_seen_at", &SessionRow::lastSeenAt, "the last call"),
                field("expires_at", &SessionRow::expiresAt, "when it ends by itself"),
                field("current", &SessionRow::current, "whether it is the caller's own")};
    }
};

struct ListSessions {
    static constexpr MethodInfo info{"list_sessions", Access::Viewer, Effect::Read,
                                     "Lists one's own sessions; for admins those of everybody, or of one user."};
    struct Params {
        std::optional<UserName> username;
        static json::Fields fields()
        {
            return {field("username", &Params::username, "whose; absent: one's own, for admins all")};
        }
    };
    struct Reply {
        std::vector<SessionRow> sessions;
        static json::Fields fields() { return {field("sessions", &Reply::sessions, "newest first")}; }
    };
};

struct EndSession {
    static constexpr MethodInfo info{"end_session",
                                     Access::Viewer,
                                     Effect::Write,
                                     "Ends a session, one's own or for admins of all cameras anybody's.",
                                     R"({"session_id":"Gx0rVdX3N5jQm1yVbqkZ2A"})",
                                     "session_id"};
    struct Params {
        SessionId sessionId;
        static json::Fields fields() { return {field("session_id", &Params::sessionId, "as list_sessions shows it")}; }
    };
    struct Reply {
        bool ended = true;
        static json::Fields fields() { return {field("ended", &Reply::ended, "always true")}; }
    };
};

struct BeginTotp {
    static constexpr MethodInfo info{"begin_totp",
                                     Access::Viewer,
                                     Effect::Write,
                                     "Makes a secret for an authenticator; it counts once confirm_totp was answered.",
                                     R"({"password":"correct horse battery"})",
                                     "",
                                     20,
                                     Secrecy::All};
    struct Params {
        Password password;
        static json::Fields fields() { return {field("password", &Params::password, "one's own")}; }
    };
    struct Reply {
        QString secret;
        QString uri;
        static json::Fields fields()
        {
            return {field("secret", &Reply::secret, "base32, to be typed"),
                    field("uri", &Reply::uri, "otpauth address, to be shown as a QR code")};
        }
    };
};

struct ConfirmTotp {
    static constexpr MethodInfo info{"confirm_totp",
                                     Access::Viewer,
                                     Effect::Write,
                                     "Switches the second factor on, once a first code fits.",
                                     R"({"totp_code":"123456"})",
                                     "",
                                     5,
                                     Secrecy::All};
    struct Params {
        Text<6, 6> totpCode;
        static json::Fields fields() { return {field("totp_code", &Params::totpCode, "what the authenticator shows")}; }
    };
    struct Reply {
        std::vector<QString> recoveryCodes;
        static json::Fields fields()
        {
            return {field("recovery_codes", &Reply::recoveryCodes, "each works once; shown this once")};
        }
    };
};

struct DisableTotp {
    static constexpr MethodInfo info{"disable_totp",
                                     Access::Viewer,
                                     Effect::Write,
                                     "Switches one's own second factor off.",
                                     R"({"password":"correct horse battery"})",
                                     "",
                                     20,
                                     Secrecy::All};
    struct Params {
        Password password;
        static json::Fields fields() { return {field("password", &Params::password, "one's own")}; }
    };
    struct Reply {
        bool disabled = true;
        static json::Fields fields() { return {field("disabled", &Reply::disabled, "always true")}; }
    };
};

using AccountMethods = MethodList<Login, RefreshToken, Logout, ChangePassword, ListUsers, CreateUser, UpdateUser,
                                  DeleteUser, ListSessions, EndSession, BeginTotp, ConfirmTotp, DisableTotp>;

}  // namespace cs::api

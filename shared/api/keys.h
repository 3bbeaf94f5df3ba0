#pragma once

#include <optional>
#include <vector>

#include <QString>

#include "api/method.h"
#include "json/codec.h"

// Keys for programs, which have no password.
namespace cs::api {

// A key without its secret.
struct ApiKeyRow {
    QString keyId;
    QString name;
    Role role = Role::Viewer;
    QString createdBy;
    Timestamp createdAt;
    std::optional<Timestamp> expiresAt;
    std::optional<Timestamp> lastUsedAt;
    std::optional<std::vector<CameraId>> devices;
    static json::Fields fields()
    {
        return {field("key_id", &ApiKeyRow::keyId, "names the key; not a secret"),
                field("name", &ApiKeyRow::name, "for people"),
                field("role", &ApiKeyRow::role, "what its bearer may do"),
                field("created_by", &ApiKeyRow::createdBy, "the admin who made it"),
                field("created_at", &ApiKeyRow::createdAt, "when"),
                field("expires_at", &ApiKeyRow::expiresAt, "absent: never"),
                field("last_used_at", &ApiKeyRow::lastUsedAt, "absent: never; exact to the minute"),
                field("devices", &ApiKeyRow::devices, "the cameras it is for; absent: all")};
    }
};

// A key with its secret, shown once.
struct NewApiKey {
    QString keyId;
    QString apiKey;
    QString name;
    Role role = Role::Viewer;
    QString createdBy;
    Timestamp createdAt;
    std::optional<Timestamp> expiresAt;
    std::optional<std::vector<CameraId>> devices;
    static json::Fields fields()
    {
        return {field("key_id", &NewApiKey::keyId, "names the key; not a secret"),
                field("api_key", &NewApiKey::apiKey, "the key itself; it is shown this once"),
                field("name", &NewApiKey::name, "for people"),
                field("role", &NewApiKey::role, "what its bearer may do"),
                field("created_by", &NewApiKey::createdBy, "the admin who made it"),
                field("created_at", &NewApiKey::createdAt, "when"),
                field("expires_at", &NewApiKey::expiresAt, "absent: never"),
                field("devices", &NewApiKey::devices, "the cameras it is for; absent: all")};
    }
};

struct CreateApiKey {
    static constexpr MethodInfo info{"create_api_key",
                                     Access::AdminOfAll,
                                     Effect::Write,
                                     "Makes a key for a program; its role is at most the caller's.",
                                     R"({"name":"wall display","role":"viewer","devices":["camera0"]})",
                                     "name",
                                     1,
                                     Secrecy::Reply};
    struct Params {
        Text<1, 128> name;
        Role role = Role::Viewer;
        std::optional<Timestamp> expiresAt;
        std::optional<std::vector<CameraId>> devices;
        static json::Fields fields()
        {
            return {field("name", &Params::name, "for people"),
                    field("role", &Params::role, "viewer, operator or admin"),
                    field("expires_at", &Params::expiresAt, "when it ends by itself; absent: never"),
                    field("devices", &Params::devices, "only these cameras; absent: all")};
        }
    };
    using Reply = NewApiKey;
};

struct RotateApiKey {
    static constexpr MethodInfo info{"rotate_api_key",
                                     Access::AdminOfAll,
                                     Effect::Write,
                                     "Gives a key a new secret; the old one ends at once.",
                                     R"({"key_id":"k7f3a9c2d1e5b804"})",
                                     "key_id",
                                     1,
                                     Secrecy::Reply};
    struct Params {
        Text<1, 64> keyId;
        static json::Fields fields() { return {field("key_id", &Params::keyId, "which")}; }
    };
    using Reply = NewApiKey;
};

struct ListApiKeys {
    static constexpr MethodInfo info{"list_api_keys", Access::Admin, Effect::Read, "Lists the keys, without secrets."};
    using Params = Nothing;
    struct Reply {
        std::vector<ApiKeyRow> keys;
        static json::Fields fields() { return {field("keys", &Reply::keys, "newest first")}; }
    };
};

struct RevokeApiKey {
    static constexpr MethodInfo info{"revoke_api_key",
                                     Access::AdminOfAll,
                                     Effect::Write,
                                     "Ends a key and all that is open with it.",
                                     R"({"key_id":"k7f3a9c2d1e5b804"})",
                                     "key_id"};
    struct Params {
        Text<1, 64> keyId;
        static json::Fields fields() { return {field("key_id", &Params::keyId, "which")}; }
    };
    struct Reply {
        bool revoked = true;
        static json::Fields fields() { return {field("revoked", &Reply::revoked, "always true")}; }
    };
};

using KeyMethods = MethodList<CreateApiKey, RotateApiKey, ListApiKeys, RevokeApiKey>;

}  // namespace cs::api

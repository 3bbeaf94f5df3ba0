#pragma once

#include <optional>
#include <vector>

#include <QString>

#include "api/accounts.h"
#include "api/method.h"
#include "json/codec.h"

// Who may see and operate which cameras, and who is watching.
namespace cs::api {

enum class GrantAccess { View, Operate };

struct GroupRow {
    QString name;
    std::vector<CameraId> devices;
    static json::Fields fields()
    {
        return {field("name", &GroupRow::name, "the group's name"),
                field("devices", &GroupRow::devices, "its cameras")};
    }
};

struct ListGroups {
    static constexpr MethodInfo info{"list_groups", Access::Admin, Effect::Read, "Lists the groups of cameras."};
    using Params = Nothing;
    struct Reply {
        std::vector<GroupRow> groups;
        static json::Fields fields() { return {field("groups", &Reply::groups, "by name")}; }
    };
};

struct CreateGroup {
    static constexpr MethodInfo info{"create_group",
                                     Access::AdminOfAll,
                                     Effect::Write,
                                     "Makes a group of cameras.",
                                     R"({"name":"yard","devices":["camera0","camera1"]})",
                                     "name"};
    struct Params {
        Text<1, 128> name;
        std::vector<CameraId> devices;
        static json::Fields fields()
        {
            return {field("name", &Params::name, "unique, compared without case"),
                    defaulted("devices", &Params::devices, "its cameras")};
        }
    };
    using Reply = GroupRow;
};

struct UpdateGroup {
    static constexpr MethodInfo info{"update_group",
                                     Access::AdminOfAll,
                                     Effect::Write,
                                     "Replaces the cameras of a group.",
                                     R"({"name":"yard","devices":["camera0"]})",
                                     "name"};
    struct Params {
        Text<1, 128> name;
        std::vector<CameraId> devices;
        static json::Fields fields()
        {
            return {field("name", &Params::name, "which"),
                    field("devices", &Params::devices, "all its cameras from now on")};
        }
    };
    using Reply = GroupRow;
};

struct DeleteGroup {
    static constexpr MethodInfo info{"delete_group",       Access::AdminOfAll,
                                     Effect::Write,        "Removes a group and the grants on it.",
                                     R"({"name":"yard"})", "name"};
    struct Params {
        Text<1, 128> name;
        static json::Fields fields() { return {field("name", &Params::name, "which")}; }
    };
    struct Reply {
        bool deleted = true;
        static json::Fields fields() { return {field("deleted", &Reply::deleted, "always true")}; }
    };
};

struct GrantRow {
    QString username;
    std::optional<CameraId> device;
    std::optional<QString> group;
    GrantAccess access = GrantAccess::View;
    static json::Fields fields()
    {
        return {field("username", &GrantRow::username, "who"),
                field("device", &GrantRow::device, "on which camera, or"),
                field("group", &GrantRow::group, "on which group"),
                field("access", &GrantRow::access, "view, or operate (view included)")};
    }
};

struct ListGrants {
    static constexpr MethodInfo info{"list_grants", Access::Admin, Effect::Read,
                                     "Lists the grants, of one user or of all."};
    struct Params {
        std::optional<UserName> username;
        static json::Fields fields() { return {field("username", &Params::username, "absent: all")}; }
    };
    struct Reply {
        std::vector<GrantRow> grants;
        static json::Fields fields() { return {field("grants", &Reply::grants, "by user")}; }
    };
};

struct GrantAccessTo {
    static constexpr MethodInfo info{"grant_access",
                                     Access::AdminOfAll,
                                     Effect::Write,
                                     "Lets a restricted user see or operate a camera or a group; replaces an older "
                                     "grant on the same.",
                                     R"({"username":"bob","device":"camera0","access":"view"})",
                                     "username"};
    struct Params {
        UserName username;
        std::optional<CameraId> device;
        std::optional<Text<1, 128>> group;
        GrantAccess access = GrantAccess::View;
        static json::Fields fields()
        {
            return {field("username", &Params::username, "who"), field("device", &Params::device, "a camera, or"),
                    field("group", &Params::group, "a group: one of the two"),
                    field("access", &Params::access, "view or operate")};
        }
    };
    using Reply = GrantRow;
};

struct RevokeAccess {
    static constexpr MethodInfo info{"revoke_access",
                                     Access::AdminOfAll,
                                     Effect::Write,
                                     "Takes a grant back; what is open through it ends within 2 s.",
                                     R"({"username":"bob","device":"camera0","access":"view"})",
                                     "username"};
    struct Params {
        UserName username;
        std::optional<CameraId> device;
        std::optional<Text<1, 128>> group;
        // Operate leaves the right to view; view takes both.
        GrantAccess access = GrantAccess::View;
        static json::Fields fields()
        {
            return {field("username", &Params::username, "who"), field("device", &Params::device, "a camera, or"),
                    field("group", &Params::group, "a group: one of the two"),
                    field("access", &Params::access, "operate leaves view; view takes both")};
        }
    };
    struct Reply {
        bool revoked = true;
        static json::Fields fields() { return {field("revoked", &Reply::revoked, "always true")}; }
    };
};

enum class StreamProtocol { Rtsp, Rtsps, Hls, WebRtc };

struct ViewerRow {
    CameraId device;
    QString username;
    StreamProtocol protocol = StreamProtocol::Rtsp;
    QString address;
    Timestamp since;
    QString sessionId;
    static json::Fields fields()
    {
        return {field("device", &ViewerRow::device, "which camera"),
                field("username", &ViewerRow::username, "who; several names where an address decided"),
                field("protocol", &ViewerRow::protocol, "rtsp, rtsps, hls or webrtc"),
                field("address", &ViewerRow::address, "from where"),
                field("since", &ViewerRow::since, "when it began"),
                field("session_id", &ViewerRow::sessionId, "MediaMTX's name for the session")};
    }
};

struct ListViewers {
    static constexpr MethodInfo info{"list_viewers", Access::Admin, Effect::Read,
                                     "Tells who is watching which camera now."};
    struct Params {
        std::optional<CameraId> device;
        static json::Fields fields() { return {field("device", &Params::device, "absent: all")}; }
    };
    struct Reply {
        std::vector<ViewerRow> viewers;
        static json::Fields fields() { return {field("viewers", &Reply::viewers, "oldest first")}; }
    };
};

using RightsMethods =
    MethodList<ListGroups, CreateGroup, UpdateGroup, DeleteGroup, ListGrants, GrantAccessTo, RevokeAccess, ListViewers>;

}  // namespace cs::api

template<>
struct cs::json::EnumNames<cs::api::GrantAccess> {
    static constexpr std::pair<cs::api::GrantAccess, const char *> names[] = {
        {cs::api::GrantAccess::View, "view"}, {cs::api::GrantAccess::Operate, "operate"}};
};
template<>
struct cs::json::EnumNames<cs::api::StreamProtocol> {
    static constexpr std::pair<cs::api::StreamProtocol, const char *> names[] = {
        {cs::api::StreamProtocol::Rtsp, "rtsp"},
        {cs::api::StreamProtocol::Rtsps, "rtsps"},
        {cs::api::StreamProtocol::Hls, "hls"},
        {cs::api::StreamProtocol::WebRtc, "webrtc"}};
};

#pragma once

#include <optional>
#include <vector>

#include <QString>

#include "api/method.h"
#include "api/metrics.h"
#include "json/codec.h"

// What the service is and how it is.
namespace cs::api {

enum class Health { Healthy, Degraded, Unhealthy };
enum class ComponentState { Running, Stopped, Error, Starting, Stopping };
enum class Readiness { Starting, Partial, Ready };

struct GetServerInfo {
    static constexpr MethodInfo info{"get_server_info", Access::Viewer, Effect::Read,
                                     "Names the service and what it can do."};
    using Params = Nothing;
    struct Reply {
        QString name;
        QString version;
        QString buildDate;
        QString runtime;
        QString architecture;
        std::vector<QString> capabilities;
        std::vector<QString> supportedFormats;
        qint64 maxCameras = 0;
        QString mediamtxVersion;
        QString tlsFingerprint;
        std::optional<qint64> httpPort;
        static json::Fields fields()
        {
            return {field("name", &Reply::name, "the product"),
                    field("version", &Reply::version, "its version"),
                    field("build_date", &Reply::buildDate, "when it was built"),
                    field("go_version", &Reply::runtime, "the runtime (the name is historical): the Qt version"),
                    field("architecture", &Reply::architecture, "of the processor"),
                    field("capabilities", &Reply::capabilities, "features that are switched on"),
                    field("supported_formats", &Reply::supportedFormats, "recording formats that are real here"),
                    field("max_cameras", &Reply::maxCameras, "the most cameras it takes"),
                    field("mediamtx_version", &Reply::mediamtxVersion, "of the media server, empty while it is down"),
                    field("tls_fingerprint", &Reply::tlsFingerprint,
                          "SHA-256 of the certificate on both ports, in lower case hex; empty while TLS is off"),
                    field("http_port", &Reply::httpPort, "of downloads and health, where the service itself listens")};
        }
    };
};

struct Components {
    ComponentState websocketServer = ComponentState::Stopped;
    ComponentState cameraMonitor = ComponentState::Stopped;
    ComponentState mediamtx = ComponentState::Stopped;
    ComponentState storage = ComponentState::Running;
    friend bool operator==(const Components &, const Components &) = default;
    static json::Fields fields()
    {
        return {field("websocket_server", &Components::websocketServer, "accepts clients"),
                field("camera_monitor", &Components::cameraMonitor, "watches the cameras"),
                field("mediamtx", &Components::mediamtx, "the media server"),
                field("storage", &Components::storage, "takes recordings, snapshots and events")};
    }
};

// The result of get_status, and the params of system_health_update.
struct SystemHealth {
    Health status = Health::Unhealthy;
    double uptime = 0;
    QString version;
    Components components;
    QString message;
    static json::Fields fields()
    {
        return {field("status", &SystemHealth::status, "the whole in one word"),
                field("uptime", &SystemHealth::uptime, "seconds since the start"),
                field("version", &SystemHealth::version, "of the service"),
                field("components", &SystemHealth::components, "its parts, all of them always"),
                field("message", &SystemHealth::message, "what is wrong, for people; empty if nothing is")};
    }
};

struct GetStatus {
    static constexpr MethodInfo info{"get_status", Access::Admin, Effect::Read,
                                     "Says how the service and its parts are."};
    using Params = Nothing;
    using Reply = SystemHealth;
};

struct GetSystemStatus {
    static constexpr MethodInfo info{"get_system_status", Access::Viewer, Effect::Read,
                                     "Says whether the service is ready and which cameras can be used."};
    using Params = Nothing;
    struct Reply {
        Readiness status = Readiness::Starting;
        QString message;
        std::vector<CameraId> availableCameras;
        bool discoveryActive = false;
        static json::Fields fields()
        {
            return {field("status", &Reply::status, "starting, partial or ready"),
                    field("message", &Reply::message, "the same for people"),
                    field("available_cameras", &Reply::availableCameras, "cameras that are connected"),
                    field("discovery_active", &Reply::discoveryActive, "whether new cameras are looked for")};
        }
    };
};

struct GetStorageInfo {
    static constexpr MethodInfo info{"get_storage_info", Access::Admin, Effect::Read,
                                     "Measures the disk that holds the media."};
    using Params = Nothing;
    struct Reply {
        qint64 totalSpace = 0;
        qint64 usedSpace = 0;
        qint64 availableSpace = 0;
        qint64 recordingsSize = 0;
        qint64 snapshotsSize = 0;
        double usagePercentage = 0;
        bool lowSpaceWarning = false;
        static json::Fields fields()
        {
            return {field("total_space", &Reply::totalSpace, "bytes of the file system"),
                    field("used_space", &Reply::usedSpace, "bytes in use"),
                    field("available_space", &Reply::availableSpace, "bytes the service may still write"),
                    field("recordings_size", &Reply::recordingsSize, "bytes of recordings"),
                    field("snapshots_size", &Reply::snapshotsSize, "bytes of snapshots"),
                    field("usage_percentage", &Reply::usagePercentage, "0 to 100"),
                    field("low_space_warning", &Reply::lowSpaceWarning, "recordings will soon be refused")};
        }
    };
};

using ServerMethods = MethodList<GetServerInfo, GetStatus, GetSystemStatus, GetStorageInfo, GetMetrics>;

}  // namespace cs::api

template<>
struct cs::json::EnumNames<cs::api::Health> {
    using E = cs::api::Health;
    static constexpr std::pair<E, const char *> names[] = {
        {E::Healthy, "HEALTHY"}, {E::Degraded, "DEGRADED"}, {E::Unhealthy, "UNHEALTHY"}};
};
template<>
struct cs::json::EnumNames<cs::api::ComponentState> {
    using E = cs::api::ComponentState;
    static constexpr std::pair<E, const char *> names[] = {{E::Running, "RUNNING"},
                                                           {E::Stopped, "STOPPED"},
                                                           {E::Error, "ERROR"},
                                                           {E::Starting, "STARTING"},
                                                           {E::Stopping, "STOPPING"}};
};
template<>
struct cs::json::EnumNames<cs::api::Readiness> {
    using E = cs::api::Readiness;
    static constexpr std::pair<E, const char *> names[] = {
        {E::Starting, "starting"}, {E::Partial, "partial"}, {E::Ready, "ready"}};
};

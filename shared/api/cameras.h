#pragma once

#include <vector>

#include <QString>

#include "api/method.h"
#include "json/codec.h"

// Which cameras exist, how they are, what they can do.
namespace cs::api {

enum class CameraStatus { Connected, Disconnected, Error };
enum class Validation { None, Disconnected, Confirmed };

struct CameraStreams {
    QString rtsp;
    QString hls;
    QString webrtc;
    static json::Fields fields()
    {
        return {field("rtsp", &CameraStreams::rtsp, "RTSP address"), field("hls", &CameraStreams::hls, "HLS playlist"),
                field("webrtc", &CameraStreams::webrtc, "WHEP endpoint")};
    }
};

// One row of the camera list, and the params of camera_status_update.
struct CameraRow {
    CameraId device;
    CameraStatus status = CameraStatus::Disconnected;
    QString name;
    QString resolution;
    qint64 fps = 0;
    CameraStreams streams;
    QString reason;
    static json::Fields fields()
    {
        return {field("device", &CameraRow::device, "the camera's id, given once and kept"),
                field("status", &CameraRow::status, "whether its picture moves"),
                field("name", &CameraRow::name, "for people"),
                field("resolution", &CameraRow::resolution, "WxH in pixels; 0x0 until known"),
                field("fps", &CameraRow::fps, "measured frames per second; 0 until known"),
                field("streams", &CameraRow::streams, "where it can be watched"),
                field("reason", &CameraRow::reason, "why it is not connected; empty while it is")};
    }
};

struct GetCameraList {
    static constexpr MethodInfo info{"get_camera_list", Access::Viewer, Effect::Read, "Lists the cameras one may see."};
    using Params = Nothing;
    struct Reply {
        std::vector<CameraRow> cameras;
        qint64 total = 0;
        qint64 connected = 0;
        static json::Fields fields()
        {
            return {field("cameras", &Reply::cameras, "in the order of their ids"),
                    field("total", &Reply::total, "how many"),
                    field("connected", &Reply::connected, "how many of them are connected")};
        }
    };
};

struct CameraMetrics {
    qint64 bytesSent = 0;
    qint64 readers = 0;
    double uptime = 0;
    static json::Fields fields()
    {
        return {field("bytes_sent", &CameraMetrics::bytesSent, "to readers"),
                field("readers", &CameraMetrics::readers, "watching now"),
                field("uptime", &CameraMetrics::uptime, "seconds since it connected, 0 if it is not")};
    }
};

struct CameraFormats {
    std::vector<QString> formats;
    std::vector<QString> resolutions;
    static json::Fields fields()
    {
        return {field("formats", &CameraFormats::formats, "codecs"),
                field("resolutions", &CameraFormats::resolutions, "WxH in pixels")};
    }
};

// Parameters of all methods about one camera.
struct OneCamera {
    CameraId device;
    static json::Fields fields() { return {field("device", &OneCamera::device, "the camera's id")}; }
};

struct GetCameraStatus {
    static constexpr MethodInfo info{"get_camera_status", Access::Viewer, Effect::Read, "Tells all about one camera.",
                                     R"({"device":"camera0"})"};
    using Params = OneCamera;
    struct Reply : CameraRow {
        CameraMetrics metrics;
        CameraFormats capabilities;
        static json::Fields fields()
        {
            return json::joined(CameraRow::fields(), {field("metrics", &Reply::metrics, "counters"),
                                                      field("capabilities", &Reply::capabilities, "what it delivers")});
        }
    };
};

struct GetCameraCapabilities {
    static constexpr MethodInfo info{"get_camera_capabilities", Access::Viewer, Effect::Read,
                                     "Tells which formats, sizes and frame rates a camera delivers.",
                                     R"({"device":"camera0"})"};
    using Params = OneCamera;
    struct Reply {
        CameraId device;
        std::vector<QString> formats;
        std::vector<QString> resolutions;
        std::vector<qint64> fpsOptions;
        Validation validationStatus = Validation::None;
        static json::Fields fields()
        {
            return {field("device", &Reply::device, "the camera's id"), field("formats", &Reply::formats, "codecs"),
                    field("resolutions", &Reply::resolutions, "WxH in pixels"),
                    field("fps_options", &Reply::fpsOptions, "frames per second"),
                    field("validation_status", &Reply::validationStatus, "CONFIRMED once seen in the stream itself")};
        }
    };
};

enum class ExternalType { GenericRtsp };

// The examples below write \/\/ for //: moc of Qt 6.4 takes // in a raw string for a comment and then loses count of
// the braces, in every header with Q_OBJECT that includes this one.

struct AddExternalStream {
    static constexpr MethodInfo info{
        "add_external_stream",
        // A camera that is new belongs to nobody's few.
        Access::OperatorOfAll, Effect::Write,
        "Makes a camera of an RTSP address; credentials in it are kept encrypted and never shown.",
        R"({"stream_url":"rtsp:\/\/192.0.2.1:554/stream","stream_name":"Gate"})", "stream_name"};
    struct Params {
        Text<1, 2048> streamUrl;
        Text<1, 128> streamName;
        ExternalType streamType = ExternalType::GenericRtsp;
        static json::Fields fields()
        {
            return {field("stream_url", &Params::streamUrl,
                          "rtsp:// or rtsps:// address, with user and password if needed"),
                    field("stream_name", &Params::streamName, "for people"),
                    defaulted("stream_type", &Params::streamType, "generic_rtsp")};
        }
    };
    struct Reply {
        QString streamUrl;
        QString streamName;
        ExternalType streamType = ExternalType::GenericRtsp;
        QString status;
        Timestamp timestamp;
        CameraId device;
        static json::Fields fields()
        {
            return {field("stream_url", &Reply::streamUrl, "without credentials"),
                    field("stream_name", &Reply::streamName, "for people"),
                    field("stream_type", &Reply::streamType, "generic_rtsp"),
                    field("status", &Reply::status, "ADDED"),
                    field("timestamp", &Reply::timestamp, "when"),
                    field("device", &Reply::device, "the camera it became")};
        }
    };
};

struct RemoveExternalStream {
    static constexpr MethodInfo info{"remove_external_stream", Access::Operator, Effect::Write,
                                     "Removes the camera of an address; its files stay.",
                                     R"({"stream_url":"rtsp:\/\/192.0.2.1:554/stream"})"};
    struct Params {
        Text<1, 2048> streamUrl;
        static json::Fields fields()
        {
            return {field("stream_url", &Params::streamUrl, "as listed, or as it was added")};
        }
    };
    struct Reply {
        QString streamUrl;
        QString status;
        Timestamp timestamp;
        static json::Fields fields()
        {
            return {field("stream_url", &Reply::streamUrl, "without credentials"),
                    field("status", &Reply::status, "REMOVED"), field("timestamp", &Reply::timestamp, "when")};
        }
    };
};

struct ExternalStream {
    QString url;
    QString type;
    QString name;
    QString status;
    Timestamp discoveredAt;
    Timestamp lastSeen;
    QJsonObject capabilities;
    CameraId device;
    static json::Fields fields()
    {
        return {field("url", &ExternalStream::url, "without credentials"),
                field("type", &ExternalStream::type, "generic_rtsp"),
                field("name", &ExternalStream::name, "for people"),
                field("status", &ExternalStream::status, "DISCOVERED or ERROR"),
                field("discovered_at", &ExternalStream::discoveredAt, "when it was added"),
                field("last_seen", &ExternalStream::lastSeen, "when its picture last moved"),
                field("capabilities", &ExternalStream::capabilities, "what is known of it"),
                field("device", &ExternalStream::device, "the camera it is")};
    }
};

struct GetExternalStreams {
    static constexpr MethodInfo info{"get_external_streams", Access::Viewer, Effect::Read,
                                     "Lists the cameras added by address."};
    using Params = Nothing;
    struct Reply {
        std::vector<ExternalStream> externalStreams;
        std::vector<ExternalStream> skydioStreams;
        std::vector<ExternalStream> genericStreams;
        qint64 totalCount = 0;
        Timestamp timestamp;
        static json::Fields fields()
        {
            return {field("external_streams", &Reply::externalStreams, "all of them"),
                    field("skydio_streams", &Reply::skydioStreams, "those of Skydio drones"),
                    field("generic_streams", &Reply::genericStreams, "the others"),
                    field("total_count", &Reply::totalCount, "how many"),
                    field("timestamp", &Reply::timestamp, "when")};
        }
    };
};

using CameraMethods = MethodList<GetCameraList, GetCameraStatus, GetCameraCapabilities, AddExternalStream,
                                 RemoveExternalStream, GetExternalStreams>;

}  // namespace cs::api

template<>
struct cs::json::EnumNames<cs::api::CameraStatus> {
    using E = cs::api::CameraStatus;
    static constexpr std::pair<E, const char *> names[] = {
        {E::Connected, "CONNECTED"}, {E::Disconnected, "DISCONNECTED"}, {E::Error, "ERROR"}};
};
template<>
struct cs::json::EnumNames<cs::api::Validation> {
    using E = cs::api::Validation;
    static constexpr std::pair<E, const char *> names[] = {
        {E::None, "NONE"}, {E::Disconnected, "DISCONNECTED"}, {E::Confirmed, "CONFIRMED"}};
};
template<>
struct cs::json::EnumNames<cs::api::ExternalType> {
    using E = cs::api::ExternalType;
    static constexpr std::pair<E, const char *> names[] = {{E::GenericRtsp, "generic_rtsp"}};
};

#pragma once

#include <vector>

#include <QString>

#include "api/cameras.h"

// The live streams of the cameras.
namespace cs::api {

enum class StreamReadiness { Ready, NotReady, Error };
enum class StreamState { Active, Inactive, Error, Starting, Stopping };
enum class StartResult { Started, Failed };
enum class StopResult { Stopped, Failed };

// A row of get_streams, and the params of mediamtx.stream_started and mediamtx.stream_stopped.
struct StreamRow {
    CameraId name;
    bool ready = false;
    qint64 readers = 0;
    qint64 bytesSent = 0;
    QString source;
    static json::Fields fields()
    {
        return {field("name", &StreamRow::name, "the camera's id"),
                field("ready", &StreamRow::ready, "whether it can be watched now"),
                field("readers", &StreamRow::readers, "watching now"),
                field("bytes_sent", &StreamRow::bytesSent, "to readers"),
                field("source", &StreamRow::source, "the kind of the camera: test or rtsp")};
    }
};

struct GetStreams {
    static constexpr MethodInfo info{"get_streams", Access::Viewer, Effect::Read, "Lists the streams as a bare array."};
    using Params = Nothing;
    using Reply = std::vector<StreamRow>;
};

struct GetStreamUrl {
    static constexpr MethodInfo info{
        "get_stream_url", Access::Viewer, Effect::Read,
        "Makes addresses that play everywhere, for this user and this camera, for a short time.",
        R"({"device":"camera0"})"};
    using Params = OneCamera;
    struct Reply {
        CameraId device;
        QString streamName;
        QString streamUrl;
        bool available = false;
        qint64 activeConsumers = 0;
        StreamReadiness streamStatus = StreamReadiness::NotReady;
        CameraStreams streams;
        QString webPage;
        Timestamp expiresAt;
        static json::Fields fields()
        {
            return {field("device", &Reply::device, "the camera's id"),
                    field("stream_name", &Reply::streamName, "the path on the media server"),
                    field("stream_url", &Reply::streamUrl, "RTSP address with its token"),
                    field("available", &Reply::available, "whether it can be watched now"),
                    field("active_consumers", &Reply::activeConsumers, "watching now"),
                    field("stream_status", &Reply::streamStatus, "READY, NOT_READY or ERROR"),
                    field("streams", &Reply::streams, "RTSP, HLS and WebRTC addresses with their tokens"),
                    field("web_page", &Reply::webPage, "shows the picture in a browser"),
                    field("expires_at", &Reply::expiresAt, "until when a player may start with it")};
        }
    };
};

struct GetStreamStatus {
    static constexpr MethodInfo info{"get_stream_status", Access::Viewer, Effect::Read,
                                     "Tells how the stream of a camera is.", R"({"device":"camera0"})"};
    using Params = OneCamera;
    struct FfmpegProcess {
        bool running = false;
        qint64 pid = 0;
        double uptime = 0;
        static json::Fields fields()
        {
            return {field("running", &FfmpegProcess::running, "whether a publisher of ours runs"),
                    field("pid", &FfmpegProcess::pid, "0 without one"),
                    field("uptime", &FfmpegProcess::uptime, "seconds")};
        }
    };
    struct MediamtxPath {
        bool exists = false;
        bool ready = false;
        qint64 readers = 0;
        static json::Fields fields()
        {
            return {field("exists", &MediamtxPath::exists, "known to the media server"),
                    field("ready", &MediamtxPath::ready, "can be read"),
                    field("readers", &MediamtxPath::readers, "watching now")};
        }
    };
    struct Metrics {
        qint64 bytesSent = 0;
        qint64 framesSent = 0;
        double bitrate = 0;
        double fps = 0;
        static json::Fields fields()
        {
            return {field("bytes_sent", &Metrics::bytesSent, "to readers"),
                    field("frames_sent", &Metrics::framesSent, "estimated from uptime and fps; 0 until known"),
                    field("bitrate", &Metrics::bitrate, "bits per second that come in"),
                    field("fps", &Metrics::fps, "measured; 0 until known")};
        }
    };
    struct Reply {
        CameraId device;
        QString streamName;
        StreamState status = StreamState::Inactive;
        bool ready = false;
        FfmpegProcess ffmpegProcess;
        MediamtxPath mediamtxPath;
        Metrics metrics;
        std::optional<Timestamp> startTime;
        static json::Fields fields()
        {
            return {field("device", &Reply::device, "the camera's id"),
                    field("stream_name", &Reply::streamName, "the path on the media server"),
                    field("status", &Reply::status, "ACTIVE, INACTIVE, ERROR, STARTING, STOPPING"),
                    field("ready", &Reply::ready, "can be watched now"),
                    field("ffmpeg_process", &Reply::ffmpegProcess, "our publisher, where there is one"),
                    field("mediamtx_path", &Reply::mediamtxPath, "as the media server sees it"),
                    field("metrics", &Reply::metrics, "counters"),
                    field("start_time", &Reply::startTime, "since when it is ready")};
        }
    };
};

struct StartStreaming {
    static constexpr MethodInfo info{"start_streaming", Access::Operator, Effect::Write,
                                     "Sees to it that a camera's stream can be watched and gives its address.",
                                     R"({"device":"camera0"})"};
    using Params = OneCamera;
    struct Reply {
        CameraId device;
        QString streamName;
        QString streamUrl;
        StartResult status = StartResult::Started;
        Timestamp startTime;
        QString autoCloseAfter;
        QString ffmpegCommand;
        static json::Fields fields()
        {
            return {field("device", &Reply::device, "the camera's id"),
                    field("stream_name", &Reply::streamName, "the path on the media server"),
                    field("stream_url", &Reply::streamUrl, "RTSP address with its token"),
                    field("status", &Reply::status, "STARTED or FAILED"),
                    field("start_time", &Reply::startTime, "since when it is ready"),
                    field("auto_close_after", &Reply::autoCloseAfter, "how long the address may wait for a player"),
                    field("ffmpeg_command", &Reply::ffmpegCommand,
                          "our publisher, without credentials; empty if the camera is pulled")};
        }
    };
};

struct StopStreaming {
    static constexpr MethodInfo info{"stop_streaming", Access::Operator, Effect::Write,
                                     "Ends what start_streaming began for this user; the camera itself stays live.",
                                     R"({"device":"camera0"})"};
    using Params = OneCamera;
    struct Reply {
        CameraId device;
        QString streamName;
        StopResult status = StopResult::Stopped;
        Timestamp startTime;
        Timestamp endTime;
        double duration = 0;
        bool streamContinues = true;
        QString message;
        static json::Fields fields()
        {
            return {field("device", &Reply::device, "the camera's id"),
                    field("stream_name", &Reply::streamName, "the path on the media server"),
                    field("status", &Reply::status, "STOPPED or FAILED"),
                    field("start_time", &Reply::startTime, "when it was started"),
                    field("end_time", &Reply::endTime, "now"),
                    field("duration", &Reply::duration, "seconds between them"),
                    field("stream_continues", &Reply::streamContinues, "whether others or recordings still use it"),
                    field("message", &Reply::message, "the same for people")};
        }
    };
};

using StreamMethods = MethodList<GetStreams, GetStreamUrl, GetStreamStatus, StartStreaming, StopStreaming>;

}  // namespace cs::api

template<>
struct cs::json::EnumNames<cs::api::StreamReadiness> {
    using E = cs::api::StreamReadiness;
    static constexpr std::pair<E, const char *> names[] = {
        {E::Ready, "READY"}, {E::NotReady, "NOT_READY"}, {E::Error, "ERROR"}};
};
template<>
struct cs::json::EnumNames<cs::api::StreamState> {
    using E = cs::api::StreamState;
    static constexpr std::pair<E, const char *> names[] = {{E::Active, "ACTIVE"},
                                                           {E::Inactive, "INACTIVE"},
                                                           {E::Error, "ERROR"},
                                                           {E::Starting, "STARTING"},
                                                           {E::Stopping, "STOPPING"}};
};
template<>
struct cs::json::EnumNames<cs::api::StartResult> {
    using E = cs::api::StartResult;
    static constexpr std::pair<E, const char *> names[] = {{E::Started, "STARTED"}, {E::Failed, "FAILED"}};
};
template<>
struct cs::json::EnumNames<cs::api::StopResult> {
    using E = cs::api::StopResult;
    static constexpr std::pair<E, const char *> names[] = {{E::Stopped, "STOPPED"}, {E::Failed, "FAILED"}};
};

#pragma once

#include <map>

#include <QString>

#include "api/cameras.h"
#include "api/method.h"
#include "json/codec.h"

// What the service measures of itself and its cameras.
namespace cs::api {

struct SystemMetrics {
    double cpuUsage = 0;
    double memoryUsage = 0;
    double diskUsage = 0;
    qint64 threads = 0;
    double processCpuSeconds = 0;
    qint64 residentBytes = 0;
    qint64 openFiles = 0;
    double uptime = 0;
    static json::Fields fields()
    {
        using M = SystemMetrics;
        return {
            field("cpu_usage", &M::cpuUsage, "of the host's processors, in percent since the last measurement"),
            field("memory_usage", &M::memoryUsage, "of the host's memory, in percent"),
            field("disk_usage", &M::diskUsage, "of the file system of the recordings, in percent"),
            field("goroutines", &M::threads, "threads of the service (the name is historical)"),
            field("process_cpu_seconds", &M::processCpuSeconds, "processor time the service has used since its start"),
            field("resident_bytes", &M::residentBytes, "memory the service itself holds"),
            field("open_files", &M::openFiles, "file descriptors the service has open"),
            field("uptime", &M::uptime, "seconds since the start")};
    }
};

struct CameraCounters {
    CameraStatus status = CameraStatus::Disconnected;
    qint64 readers = 0;
    qint64 bytesReceived = 0;
    qint64 bytesSent = 0;
    double bitrate = 0;
    qint64 fps = 0;
    static json::Fields fields()
    {
        using M = CameraCounters;
        return {field("status", &M::status, "whether its picture moves"),
                field("readers", &M::readers, "watching now"),
                field("bytes_received", &M::bytesReceived, "from the camera since its stream began"),
                field("bytes_sent", &M::bytesSent, "to readers since its stream began"),
                field("bitrate", &M::bitrate, "bits per second that come in"),
                field("fps", &M::fps, "measured frames per second; 0 until known")};
    }
};

struct AllCameraMetrics {
    qint64 connectedCameras = 0;
    std::map<QString, CameraCounters> cameras;
    static json::Fields fields()
    {
        using M = AllCameraMetrics;
        return {field("connected_cameras", &M::connectedCameras, "of those one may see"),
                field("cameras", &M::cameras, "by device")};
    }
};

struct RecordingMetrics {
    qint64 active = 0;
    qint64 started = 0;
    qint64 completed = 0;
    qint64 failed = 0;
    static json::Fields fields()
    {
        using M = RecordingMetrics;
        return {field("active", &M::active, "running now"), field("started", &M::started, "since the service started"),
                field("completed", &M::completed, "of them ended as they should"),
                field("failed", &M::failed, "of them ended by a failure")};
    }
};

struct StreamMetrics {
    qint64 activeStreams = 0;
    qint64 totalStreams = 0;
    qint64 totalViewers = 0;
    static json::Fields fields()
    {
        using M = StreamMetrics;
        return {field("active_streams", &M::activeStreams, "that can be watched now"),
                field("total_streams", &M::totalStreams, "one a camera"),
                field("total_viewers", &M::totalViewers, "watching now, all streams together")};
    }
};

struct GetMetrics {
    static constexpr MethodInfo info{"get_metrics", Access::Admin, Effect::Read,
                                     "Measures the host, the service, its cameras, recordings and streams."};
    using Params = Nothing;
    struct Reply {
        Timestamp timestamp;
        SystemMetrics systemMetrics;
        AllCameraMetrics cameraMetrics;
        RecordingMetrics recordingMetrics;
        StreamMetrics streamMetrics;
        static json::Fields fields()
        {
            return {field("timestamp", &Reply::timestamp, "when"),
                    field("system_metrics", &Reply::systemMetrics, "host and process"),
                    field("camera_metrics", &Reply::cameraMetrics, "counters of the cameras"),
                    field("recording_metrics", &Reply::recordingMetrics, "counters of the recordings"),
                    field("stream_metrics", &Reply::streamMetrics, "counters of the streams")};
        }
    };
};

}  // namespace cs::api

#pragma once

#include <optional>
#include <vector>

#include <QString>

#include "api/server.h"
#include "base/time.h"

namespace cs {

// The machine, as far as it matters here; percentages from 0 to 100.
struct SystemFigures {
    double cpuPercent = 0;
    double memoryPercent = 0;
    qint64 memoryBytes = 0;
};

// The service's own process, without its children.
struct ProcessFigures {
    double cpuSeconds = 0;
    qint64 residentBytes = 0;
    qint64 threads = 0;
    qint64 openFiles = 0;
};

struct DiskFigures {
    qint64 total = 0;
    qint64 used = 0;
    qint64 available = 0;
};

struct CameraFigures {
    CameraId id;
    api::CameraStatus status = api::CameraStatus::Disconnected;
    qint64 readers = 0;
    qint64 bytesReceived = 0;
    qint64 bytesSent = 0;
    double bitrate = 0;  // bits per second
    qint64 fps = 0;
};

// Since the service started, except `open`.
struct RecordingCounts {
    qint64 open = 0;
    qint64 started = 0;
    qint64 completed = 0;
    qint64 failed = 0;
};

// What waits in memory for clients that have not read it yet.
struct QueueFigures {
    qint64 totalBytes = 0;
    // Of the client that holds most.
    qint64 largestBytes = 0;
};

// All that is measured, at one moment; a value.
struct ServiceMetrics {
    Timestamp at;
    api::SystemHealth health;
    SystemFigures system;
    ProcessFigures process;
    // Nothing while the folder of the recordings cannot be read.
    std::optional<DiskFigures> disk;
    // In the order of their ids.
    std::vector<CameraFigures> cameras;
    RecordingCounts recordings;
    qint64 sessions = 0;
    QueueFigures queues;
};

}  // namespace cs

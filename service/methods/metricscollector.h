#pragma once

#include <functional>

#include <QObject>

#include "telemetry/servicemetrics.h"
#include "telemetry/systemprobe.h"

namespace cs {

class CameraRegistry;
class HealthMonitor;
class MediaLibrary;
class Recorder;
class SessionView;
struct Recording;

// Gathers the figures of all parts, and counts recordings from the start on. Service thread only.
class MetricsCollector : public QObject {
    Q_OBJECT
public:
    // What is measured; all outlive this object.
    struct Parts {
        const HealthMonitor &health;
        const CameraRegistry &registry;
        const Recorder &recorder;
        const MediaLibrary &library;
        const SessionView &sessions;
        const Clock &clock;
        // What waits for clients.
        std::function<QueueFigures()> queues;
    };
    explicit MetricsCollector(const Parts &parts);

    ServiceMetrics collect();

private:
    void onEnded(const cs::Recording &recording);

    const Parts m_parts;
    SystemProbe m_probe;
    RecordingCounts m_recordings;
};

}  // namespace cs

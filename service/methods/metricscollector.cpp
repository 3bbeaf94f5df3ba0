#include "methods/metricscollector.h"

#include "auth/sessionview.h"
#include "cameras/cameraregistry.h"
#include "methods/cameraviews.h"
#include "recordings/medialibrary.h"
#include "recordings/recorder.h"
#include "telemetry/healthmonitor.h"

namespace cs {

namespace {

CameraFigures figuresOf(const Camera &camera)
{
    CameraFigures figures;
    figures.id = camera.id;
    figures.status = statusOf(camera.link);
    figures.readers = camera.readers;
    figures.bytesReceived = camera.bytesReceived;
    figures.bytesSent = camera.bytesSent;
    figures.bitrate = camera.bitrate;
    figures.fps = camera.fps;
    return figures;
}

std::optional<DiskFigures> diskOf(const MediaLibrary &library)
{
    const auto space = library.space(MediaKind::Recording).figures();
    if (!space)
        return std::nullopt;
    return DiskFigures{space->total, space->used, space->available};
}

}  // namespace

MetricsCollector::MetricsCollector(const Parts &parts) : m_parts(parts), m_probe(parts.clock)
{
    connect(&parts.recorder, &Recorder::started, this, [this](const Recording &) { ++m_recordings.started; });
    connect(&parts.recorder, &Recorder::ended, this, &MetricsCollector::onEnded);
}

void MetricsCollector::onEnded(const Recording &recording)
{
    ++(recording.failed ? m_recordings.failed : m_recordings.completed);
}

ServiceMetrics MetricsCollector::collect()
{
    ServiceMetrics metrics;
    metrics.at = m_parts.clock.now();
    metrics.health = m_parts.health.health();
    metrics.system = m_probe.system();
    metrics.process = m_probe.process();
    metrics.disk = diskOf(m_parts.library);
    for (const Camera &camera : m_parts.registry.cameras())
        metrics.cameras.push_back(figuresOf(camera));
    metrics.recordings = m_recordings;
    metrics.recordings.open = static_cast<qint64>(m_parts.recorder.openOnes().size());
    metrics.sessions = m_parts.sessions.count();
    metrics.queues = m_parts.queues();
    return metrics;
}

}  // namespace cs

#include "moc_metricscollector.cpp"

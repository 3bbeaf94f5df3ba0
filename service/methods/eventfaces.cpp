#include "methods/eventfaces.h"

#include <algorithm>
#include <utility>

#include <QTimer>

#include "api/notifications.h"
#include "methods/mediaviews.h"
#include "recordings/recorder.h"
#include "recordings/snapshots.h"
#include "telemetry/healthmonitor.h"

namespace cs {

namespace {

const QString slotHost = QString(QChar(HostSlot));

// Of more than so many recordings the others are published at once.
constexpr size_t MaxHeldEnds = 1000;

// Under which somebody hears of the end of a recording.
const QStringList &endTopics()
{
    static const QStringList topics{QStringLiteral("recording_status_update"), QStringLiteral("camera_status_update"),
                                    QStringLiteral("recording.stop"), QStringLiteral("recording.error")};
    return topics;
}

api::RecordingEvent recordingEvent(const Recording &r)
{
    return {r.camera, r.file, r.sessionId, secondsOf(r.duration), r.sizeBytes, r.cause};
}

Event eventOf(const QString &type, std::optional<CameraId> camera, std::vector<EventFace> faces)
{
    Event event;
    event.type = type;
    event.camera = camera;
    event.faces = std::move(faces);
    return event;
}

}  // namespace

EventFaces::EventFaces(EventBus &bus, const CameraViews &views) : m_bus(bus), m_views(views) {}

void EventFaces::watch(CameraRegistry &registry)
{
    connect(&registry, &CameraRegistry::cameraAdded, this, &EventFaces::onCameraAdded);
    connect(&registry, &CameraRegistry::cameraChanged, this, &EventFaces::onCameraChanged);
    connect(&registry, &CameraRegistry::cameraRemoved, this, &EventFaces::onCameraRemoved);
}

void EventFaces::watch(Recorder &recorder)
{
    connect(&recorder, &Recorder::started, this, &EventFaces::onRecordingStarted);
    connect(&recorder, &Recorder::progressed, this, &EventFaces::onRecordingProgressed);
    connect(&recorder, &Recorder::ended, this, &EventFaces::onRecordingEnded);
}

void EventFaces::watch(Snapshots &snapshots)
{
    connect(&snapshots, &Snapshots::taken, this, &EventFaces::onSnapshotTaken);
    connect(&snapshots, &Snapshots::failed, this, &EventFaces::onSnapshotFailed);
}

void EventFaces::watch(HealthMonitor &health)
{
    m_health = &health;
    connect(&health, &HealthMonitor::changed, this, &EventFaces::onHealthChanged);
}

void EventFaces::publishSystem(const QString &topic, const QString &message)
{
    m_bus.publish(eventOf(topic, std::nullopt, {makeFace(topic, api::SystemEvent{message})}));
}

std::vector<EventFace> EventFaces::statusFaces(const Camera &camera) const
{
    const api::CameraRow row = m_views.row(camera, slotHost);
    return {makeFace(QStringLiteral("camera_status_update"), row),
            makeFace(QStringLiteral("camera.status_change"),
                     api::CameraEvent{camera.id, row.status, camera.name, camera.reason})};
}

void EventFaces::onCameraAdded(const Camera &camera)
{
    m_last[camera.id] = camera;
    m_bus.publish(eventOf(QStringLiteral("camera.status_change"), camera.id, statusFaces(camera)));
}

void EventFaces::onCameraChanged(const Camera &before, const Camera &now)
{
    m_last[now.id] = now;
    std::vector<EventFace> faces = statusFaces(now);
    QString type = QStringLiteral("camera.status_change");
    if (before.isConnected() != now.isConnected()) {
        const api::CameraEvent event{now.id, m_views.row(now, slotHost).status, now.name, now.reason};
        type = now.isConnected() ? QStringLiteral("camera.connected") : QStringLiteral("camera.disconnected");
        faces.push_back(makeFace(type, event));
        faces.push_back(makeFace(now.isConnected() ? QStringLiteral("mediamtx.stream_started")
                                                   : QStringLiteral("mediamtx.stream_stopped"),
                                 m_views.streamRow(now)));
    }
    m_bus.publish(eventOf(type, now.id, std::move(faces)));
}

void EventFaces::onCameraRemoved(CameraId id)
{
    const auto it = m_last.find(id);
    if (it == m_last.end())
        return;
    Camera gone = it->second;
    m_last.erase(it);
    gone.link = Camera::Link::Disconnected;
    gone.reason = QStringLiteral("the camera was removed");
    std::vector<EventFace> faces = statusFaces(gone);
    faces.push_back(makeFace(QStringLiteral("camera.disconnected"),
                             api::CameraEvent{id, api::CameraStatus::Disconnected, gone.name, gone.reason}));
    m_bus.publish(eventOf(QStringLiteral("camera.disconnected"), id, std::move(faces)));
}

void EventFaces::onRecordingStarted(const Recording &recording)
{
    const QString type = QStringLiteral("recording.start");
    m_bus.publish(eventOf(type, recording.camera,
                          {makeFace(QStringLiteral("recording_status_update"),
                                    recordingUpdate(recording, api::RecordingState::Recording)),
                           makeFace(type, recordingEvent(recording))}));
}

void EventFaces::onRecordingProgressed(const Recording &recording)
{
    const QString type = QStringLiteral("recording.progress");
    m_bus.publish(eventOf(type, recording.camera, {makeFace(type, recordingEvent(recording))}));
}

void EventFaces::onRecordingEnded(const Recording &recording)
{
    if (m_holdsEnds && recording.cause == toString(EndCause::ServiceRestart) && m_heldEnds.size() < MaxHeldEnds)
        m_heldEnds.push_back(recording);
    else
        publishEnd(recording);
}

void EventFaces::doorsOpened(std::chrono::milliseconds limit)
{
    QTimer::singleShot(limit, this, &EventFaces::releaseEnds);
}

void EventFaces::listenedTo(const QStringList &topics)
{
    const auto isListenedTo = [&topics](const QString &topic) { return topics.contains(topic); };
    if (std::any_of(endTopics().begin(), endTopics().end(), isListenedTo))
        releaseEnds();
}

void EventFaces::releaseEnds()
{
    m_holdsEnds = false;
    const std::vector<Recording> held = std::exchange(m_heldEnds, {});
    for (const Recording &recording : held)
        publishEnd(recording);
}

void EventFaces::publishEnd(const Recording &recording)
{
    const auto state = recording.failed ? api::RecordingState::Error : api::RecordingState::Stopped;
    // Who waits for recording.stop learns of every end; recording.error says which of them were failures.
    std::vector<EventFace> faces{makeFace(QStringLiteral("recording_status_update"), recordingUpdate(recording, state)),
                                 makeFace(QStringLiteral("recording.stop"), recordingEvent(recording))};
    if (recording.failed)
        faces.push_back(makeFace(QStringLiteral("recording.error"), recordingEvent(recording)));
    m_bus.publish(eventOf(recording.failed ? QStringLiteral("recording.error") : QStringLiteral("recording.stop"),
                          recording.camera, std::move(faces)));
}

void EventFaces::onSnapshotTaken(const Snapshot &snapshot)
{
    const QString type = QStringLiteral("snapshot.taken");
    m_bus.publish(eventOf(type, snapshot.camera,
                          {makeFace(type, api::SnapshotEvent{snapshot.camera, snapshot.file, snapshot.sizeBytes,
                                                             resolutionText(snapshot.size)})}));
}

void EventFaces::onSnapshotFailed(CameraId camera, const Error &error)
{
    const QString type = QStringLiteral("snapshot.error");
    m_bus.publish(eventOf(type, camera, {makeFace(type, api::SnapshotErrorEvent{camera, error.message})}));
}

void EventFaces::onHealthChanged()
{
    const api::SystemHealth health = m_health->health();
    m_bus.publish(eventOf(
        QStringLiteral("system.health"), std::nullopt,
        {makeFace(QStringLiteral("system_health_update"), health), makeFace(QStringLiteral("system.health"), health)}));
    publishFailures(health.components);
}

// What exactly is wrong may name the inside of this host; that is for the log and for admins.
void EventFaces::publishFailures(const api::Components &components)
{
    const std::pair<const char *, api::ComponentState> states[] = {{"websocket_server", components.websocketServer},
                                                                   {"camera_monitor", components.cameraMonitor},
                                                                   {"mediamtx", components.mediamtx},
                                                                   {"storage", components.storage}};
    for (const auto &[name, state] : states) {
        const QString component = QString::fromLatin1(name);
        const bool failed = state == api::ComponentState::Error;
        if (failed && !m_failed.contains(component))
            publishSystem(QStringLiteral("system.error"), QStringLiteral("%1 has failed").arg(component));
        if (failed)
            m_failed.insert(component);
        else
            m_failed.remove(component);
    }
}

}  // namespace cs

#include "moc_eventfaces.cpp"

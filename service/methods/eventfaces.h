#pragma once

#include <chrono>
#include <map>
#include <vector>

#include <QObject>
#include <QSet>

#include "api/server.h"
#include "events/eventbus.h"
#include "methods/cameraviews.h"
#include "recordings/recording.h"
#include "recordings/snapshot.h"

namespace cs {

class HealthMonitor;
class Recorder;
class Snapshots;

// Turns what happens in the domain into events, each under all its names. Service thread only.
class EventFaces : public QObject {
    Q_OBJECT

public:
    // All outlive this object.
    EventFaces(EventBus &bus, const CameraViews &views);

    void watch(CameraRegistry &registry);
    void watch(Recorder &recorder);
    void watch(Snapshots &snapshots);
    void watch(HealthMonitor &health);
    // `topic` is system.startup, system.shutdown or system.error.
    void publishSystem(const QString &topic, const QString &message);

    // The ends of recordings that the last run left open are found before anybody can subscribe. They are published
    // once somebody listens, at the latest `limit` after the doors are open: who has not subscribed again by then reads
    // the list of recordings, or asks for what was missed.
    void doorsOpened(std::chrono::milliseconds limit = std::chrono::seconds(60));
    // `topics` have subscribers by now.
    void listenedTo(const QStringList &topics);
    void releaseEnds();
    // Until releaseEnds().
    bool holdsEnds() const { return m_holdsEnds; }

private:
    void onCameraAdded(const cs::Camera &camera);
    void onCameraChanged(const cs::Camera &before, const cs::Camera &now);
    void onCameraRemoved(cs::CameraId id);
    void onRecordingStarted(const cs::Recording &recording);
    void onRecordingProgressed(const cs::Recording &recording);
    void onRecordingEnded(const cs::Recording &recording);
    void onSnapshotTaken(const cs::Snapshot &snapshot);
    void onSnapshotFailed(cs::CameraId camera, const cs::Error &error);
    void onHealthChanged();
    void publishEnd(const Recording &recording);
    void publishFailures(const api::Components &components);
    std::vector<EventFace> statusFaces(const Camera &camera) const;

    EventBus &m_bus;
    const CameraViews &m_views;
    HealthMonitor *m_health = nullptr;
    // The components whose failure was announced.
    QSet<QString> m_failed;
    // A removed camera is announced with what it last was.
    std::map<CameraId, Camera> m_last;
    bool m_holdsEnds = true;
    std::vector<Recording> m_heldEnds;
};

}  // namespace cs

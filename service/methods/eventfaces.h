#pragma once

#include <map>

#include <QObject>

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
    std::vector<EventFace> statusFaces(const Camera &camera) const;

    EventBus &m_bus;
    const CameraViews &m_views;
    HealthMonitor *m_health = nullptr;
    // A removed camera is announced with what it last was.
    std::map<CameraId, Camera> m_last;
};

}  // namespace cs

#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include "events/subscriptions.h"
#include "support/manualclock.h"

namespace cs {

class FakeAudience : public Audience {
public:
    std::optional<Listener> listener(ConnectionId connection) const override
    {
        const auto found = listeners.constFind(connection);
        return found == listeners.constEnd() ? std::nullopt : std::optional(*found);
    }
    QHash<ConnectionId, Listener> listeners;
};

struct Sent {
    ConnectionId to;
    QJsonObject frame;

    QString method() const { return frame.value("method").toString(); }
    QJsonObject params() const { return frame.value("params").toObject(); }
};

inline constexpr ConnectionId alice{1};
inline constexpr ConnectionId bob{2};

inline Principal viewer(std::optional<QSet<CameraId>> cameras = {})
{
    Principal principal;
    principal.kind = Principal::Kind::Session;
    principal.userId = "someone";
    principal.role = Role::Viewer;
    principal.allCameras = !cameras;
    for (const CameraId camera : cameras.value_or(QSet<CameraId>()))
        principal.cameras.insert(camera, CameraAccess::View);
    return principal;
}

inline api::SubscribeEvents::Params topics(const QStringList &names, const std::optional<QJsonObject> &filters = {})
{
    api::SubscribeEvents::Params params;
    for (const QString &name : names)
        params.topics.emplace_back(name);
    params.filters = filters;
    return params;
}

inline Event cameraEvent(quint32 camera, const QByteArray &status = "CONNECTED")
{
    const QByteArray name = "camera" + QByteArray::number(camera);
    Event event;
    event.type = "camera.connected";
    event.camera = CameraId(camera);
    event.faces = {{"camera.connected", "{\"device\":\"" + name + "\"}"},
                   {"camera_status_update", "{\"device\":\"" + name + "\",\"status\":\"" + status
                                                + "\",\"streams\":{\"rtsp\":\"rtsp://\001:8554/" + name + "\"}}"}};
    return event;
}

inline Event recordingEvent(quint32 camera)
{
    Event event;
    event.type = "recording.start";
    event.camera = CameraId(camera);
    event.faces = {{"recording_status_update",
                    "{\"device\":\"camera" + QByteArray::number(camera) + "\",\"status\":\"RECORDING\"}"},
                   {"recording.start", "{\"device\":\"camera" + QByteArray::number(camera) + "\"}"}};
    return event;
}

inline Event systemEvent()
{
    Event event;
    event.type = "system.startup";
    event.faces = {{"system.startup", "{}"}};
    return event;
}

// Two viewers, a bus on a real database, and everything that was sent to them.
class SubscriptionsFixture : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

protected:
    std::vector<Sent> publish(const Event &event);
    // Again, on the same database.
    void startBus(EventLogOptions options = {});
    Result<api::SubscribeEvents::Reply> subscribed(ConnectionId connection, const api::SubscribeEvents::Params &params);
    void subscribe(ConnectionId connection, const QStringList &names, const std::optional<QJsonObject> &filters = {});

    QTemporaryDir m_folder;
    ManualClock m_clock;
    AccessPolicy m_policy;
    std::unique_ptr<FakeAudience> m_audience;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<EventBus> m_bus;
    std::unique_ptr<Subscriptions> m_subscriptions;
    std::vector<Sent> m_sent;
    std::vector<QByteArray> m_raw;
    std::function<void(ConnectionId)> m_onSend;
    // How much of what was sent a client has not read.
    QHash<ConnectionId, qint64> m_queued;
};

}  // namespace cs

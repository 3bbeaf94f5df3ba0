#include "api/notificationlist.h"

#include <QJsonArray>

#include "api/events.h"
#include "api/notifications.h"

namespace cs::api {

namespace {

// Adds what the sender adds to every event.
template<class T>
NotificationDescription event(const char *name, const char *summary)
{
    QJsonObject schema = json::Codec<T>::schema();
    QJsonObject properties = schema.value("properties").toObject();
    QJsonArray required = schema.value("required").toArray();
    QJsonObject seq = json::Codec<qint64>::schema();
    seq.insert("description", "the event's number; it grows, with gaps");
    properties.insert("seq", seq);
    required.append("seq");
    if (!properties.contains("timestamp")) {
        QJsonObject timestamp = json::Codec<Timestamp>::schema();
        timestamp.insert("description", "when it happened");
        properties.insert("timestamp", timestamp);
        required.append("timestamp");
    }
    schema.insert("properties", properties);
    schema.insert("required", required);
    return {name, summary, schema};
}

std::vector<NotificationDescription> statusUpdates()
{
    return {
        event<CameraRow>("camera_status_update", "A camera changed; its whole row."),
        event<RecordingStatusUpdate>("recording_status_update",
                                     "A recording began or ended; also sent to who asked for camera_status_update."),
        event<SystemHealth>("system_health_update", "A part of the service changed; all that get_status answers."),
        event<StreamRow>("mediamtx.stream_started", "A camera's stream can be watched."),
        event<StreamRow>("mediamtx.stream_stopped", "A camera's stream cannot be watched any more.")};
}

std::vector<NotificationDescription> dottedTopics()
{
    return {event<CameraEvent>("camera.connected", "A camera's picture moves."),
            event<CameraEvent>("camera.disconnected", "A camera's picture does not move any more, or it was removed."),
            event<CameraEvent>("camera.status_change", "A camera changed in any way."),
            event<RecordingEvent>("recording.start", "A recording has its first bytes on disk."),
            event<RecordingEvent>("recording.stop", "A recording ended, for whatever reason."),
            event<RecordingEvent>("recording.progress", "A recording grows; about every 5 s."),
            event<RecordingEvent>("recording.error", "A recording ended by a failure."),
            event<SnapshotEvent>("snapshot.taken", "A snapshot was saved."),
            event<SnapshotErrorEvent>("snapshot.error", "A snapshot could not be taken."),
            event<SystemHealth>("system.health", "A part of the service changed."),
            event<SystemEvent>("system.startup", "The service is ready."),
            event<SystemEvent>("system.shutdown", "The service is ending."),
            event<SystemEvent>("system.error", "Something failed that concerns the whole service.")};
}

std::vector<NotificationDescription> toOneSocket()
{
    return {
        {"events.resync", "Events were left out because this socket read too slowly.",
         json::Codec<EventsResync>::schema()},
        {"session.ended", "The session of this socket is over; it may sign in again.",
         json::Codec<SessionEnded>::schema()},
        {"session.rights_changed",
         "The session of this socket, which subscribed to something, lives on with other cameras or other rights to "
         "them: lists that were read are to be read anew.",
         json::Codec<SessionRightsChanged>::schema()}};
}

}  // namespace

const std::vector<NotificationDescription> &allNotifications()
{
    static const std::vector<NotificationDescription> all = [] {
        std::vector<NotificationDescription> list = statusUpdates();
        for (NotificationDescription &topic : dottedTopics())
            list.push_back(std::move(topic));
        for (NotificationDescription &other : toOneSocket())
            list.push_back(std::move(other));
        return list;
    }();
    return all;
}

const QStringList &eventMembers()
{
    static const QStringList members = [] {
        QStringList list;
        for (const auto &part : {statusUpdates(), dottedTopics()}) {
            for (const NotificationDescription &topic : part)
                list += topic.params.value("properties").toObject().keys();
        }
        list.removeDuplicates();
        return list;
    }();
    return members;
}

}  // namespace cs::api

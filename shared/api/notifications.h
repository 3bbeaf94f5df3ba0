#pragma once

#include <QString>

#include "api/cameras.h"
#include "api/media.h"

// The params of the dotted topics. The sender adds `seq` and `timestamp`.
namespace cs::api {

// camera.connected, camera.disconnected, camera.status_change.
struct CameraEvent {
    CameraId device;
    CameraStatus status = CameraStatus::Disconnected;
    QString name;
    QString reason;
    static json::Fields fields()
    {
        return {field("device", &CameraEvent::device, "the camera's id"),
                field("status", &CameraEvent::status, "as it is now"), field("name", &CameraEvent::name, "for people"),
                field("reason", &CameraEvent::reason, "why it is not connected; empty while it is")};
    }
};

// recording.start, recording.stop, recording.progress, recording.error.
struct RecordingEvent {
    CameraId device;
    FileName filename;
    QString sessionId;
    double duration = 0;
    qint64 fileSize = 0;
    QString cause;
    static json::Fields fields()
    {
        return {field("device", &RecordingEvent::device, "the camera's id"),
                field("filename", &RecordingEvent::filename, "the file's real name"),
                field("session_id", &RecordingEvent::sessionId, "names this recording"),
                field("duration", &RecordingEvent::duration, "seconds so far, or measured at the end"),
                field("file_size", &RecordingEvent::fileSize, "bytes so far"),
                field("cause", &RecordingEvent::cause, "why it ended; empty while it runs")};
    }
};

// snapshot.taken.
struct SnapshotEvent {
    CameraId device;
    FileName filename;
    qint64 fileSize = 0;
    QString resolution;
    static json::Fields fields()
    {
        return {field("device", &SnapshotEvent::device, "the camera's id"),
                field("filename", &SnapshotEvent::filename, "of the file"),
                field("file_size", &SnapshotEvent::fileSize, "bytes"),
                field("resolution", &SnapshotEvent::resolution, "WxH")};
    }
};

// snapshot.error.
struct SnapshotErrorEvent {
    CameraId device;
    QString message;
    static json::Fields fields()
    {
        return {field("device", &SnapshotErrorEvent::device, "the camera's id"),
                field("message", &SnapshotErrorEvent::message, "what failed")};
    }
};

// system.startup, system.shutdown, system.error.
struct SystemEvent {
    QString message;
    static json::Fields fields() { return {field("message", &SystemEvent::message, "what happened")}; }
};

// Sent without a subscription and without a number of their own, to one socket alone.

// events.resync.
struct EventsResync {
    qint64 fromSeq = 0;
    qint64 lastSeq = 0;
    Timestamp timestamp;
    static json::Fields fields()
    {
        return {field("from_seq", &EventsResync::fromSeq,
                      "events after this number were left out; subscribe_events with it as since_seq brings them"),
                field("last_seq", &EventsResync::lastSeq, "the last one that was left out"),
                field("timestamp", &EventsResync::timestamp, "when")};
    }
};

// session.ended.
struct SessionEnded {
    SessionId sessionId;
    QString code;
    QString reason;
    Timestamp timestamp;
    static json::Fields fields()
    {
        return {field("session_id", &SessionEnded::sessionId, "which session of this socket is over"),
                field("code", &SessionEnded::code,
                      "why, for programs: expired, logged_out, ended_by_user, ended_by_admin, user_disabled, "
                      "user_removed, user_known, role_changed, password_changed, too_many_sessions, token_reused, "
                      "key_revoked, key_rotated, or ended for anything else"),
                field("reason", &SessionEnded::reason, "why, for people"),
                field("timestamp", &SessionEnded::timestamp, "when")};
    }
};

// session.rights_changed.
struct SessionRightsChanged {
    SessionId sessionId;
    Timestamp timestamp;
    static json::Fields fields()
    {
        return {field("session_id", &SessionRightsChanged::sessionId, "which session of this socket"),
                field("timestamp", &SessionRightsChanged::timestamp, "when")};
    }
};

}  // namespace cs::api

#pragma once

#include <array>
#include <vector>

#include <QString>

#include "api/media.h"
#include "api/server.h"
#include "api/streams.h"

// Subscriptions, and what is sent to them. A notification's params also carry `seq` and, if the struct has none,
// `timestamp`; the sender adds both.
namespace cs::api {

// Every topic one can subscribe to; a notification's method is its topic.
inline constexpr std::array topics{"camera_status_update",    "recording_status_update", "system_health_update",
                                   "mediamtx.stream_started", "mediamtx.stream_stopped", "camera.connected",
                                   "camera.disconnected",     "camera.status_change",    "recording.start",
                                   "recording.stop",          "recording.progress",      "recording.error",
                                   "snapshot.taken",          "snapshot.error",          "system.health",
                                   "system.startup",          "system.shutdown",         "system.error"};

// recording_status_update.
struct RecordingStatusUpdate {
    CameraId device;
    RecordingState status = RecordingState::Recording;
    FileName filename;
    double duration = 0;
    RecordingFormat format = RecordingFormat::Fmp4;
    QString sessionId;
    QString cause;
    static json::Fields fields()
    {
        return {field("device", &RecordingStatusUpdate::device, "the camera's id"),
                field("status", &RecordingStatusUpdate::status, "RECORDING, STARTING, STOPPED or ERROR"),
                field("filename", &RecordingStatusUpdate::filename, "the file's real name"),
                field("duration", &RecordingStatusUpdate::duration, "seconds so far, or measured at the end"),
                field("format", &RecordingStatusUpdate::format, "of the file"),
                field("session_id", &RecordingStatusUpdate::sessionId, "names this recording"),
                field("cause", &RecordingStatusUpdate::cause, "why it ended; empty while it runs")};
    }
};

struct SubscribeEvents {
    static constexpr MethodInfo info{"subscribe_events", Access::Viewer, Effect::Read,
                                     "Sends this socket the events of some topics from now on, and on request first "
                                     "those it missed.",
                                     R"({"topics":["camera.connected"],"filters":{"device":"camera0"}})"};
    struct Params {
        std::vector<Text<1, 64>> topics;
        std::optional<QJsonObject> filters;
        std::optional<Int<0, 9007199254740991>> sinceSeq;
        std::optional<Text<1, 64>> sinceEpoch;
        static json::Fields fields()
        {
            return {field("topics", &Params::topics, "one or more of the topics"),
                    field("filters", &Params::filters,
                          "members that an event must have; `device` narrows to one camera, others "
                          "are those of the notifications"),
                    field("since_seq", &Params::sinceSeq, "the newest number seen: the events after it come first"),
                    field("since_epoch", &Params::sinceEpoch,
                          "the epoch that since_seq belongs to, as an earlier answer gave it")};
        }
    };
    struct Reply {
        bool subscribed = true;
        std::vector<QString> topics;
        QJsonObject filters;
        qint64 lastSeq = 0;
        bool resyncRequired = false;
        QString epoch;
        static json::Fields fields()
        {
            return {field("subscribed", &Reply::subscribed, "true"),
                    field("topics", &Reply::topics, "those just added"),
                    field("filters", &Reply::filters, "as given"),
                    field("last_seq", &Reply::lastSeq, "the newest event's number"),
                    field("resync_required", &Reply::resyncRequired,
                          "what was missed cannot be sent; read the state anew, live events follow"),
                    field("epoch", &Reply::epoch, "another one means that the numbers began anew")};
        }
    };
};

struct UnsubscribeEvents {
    static constexpr MethodInfo info{"unsubscribe_events", Access::Viewer, Effect::Read,
                                     "Ends some or all subscriptions of this socket.",
                                     R"({"topics":["camera.connected"]})"};
    struct Params {
        std::optional<std::vector<Text<1, 64>>> topics;
        static json::Fields fields() { return {field("topics", &Params::topics, "absent: all")}; }
    };
    struct Reply {
        bool unsubscribed = true;
        std::vector<QString> topics;
        static json::Fields fields()
        {
            return {field("unsubscribed", &Reply::unsubscribed, "true"),
                    field("topics", &Reply::topics, "those that were ended")};
        }
    };
};

struct GetSubscriptionStats {
    static constexpr MethodInfo info{"get_subscription_stats", Access::Viewer, Effect::Read, "Counts subscriptions."};
    using Params = Nothing;
    struct Global {
        qint64 totalSubscriptions = 0;
        qint64 activeClients = 0;
        std::map<QString, qint64> topicCounts;
        static json::Fields fields()
        {
            return {field("total_subscriptions", &Global::totalSubscriptions, "topics times clients"),
                    field("active_clients", &Global::activeClients, "with at least one subscription"),
                    field("topic_counts", &Global::topicCounts, "clients by topic")};
        }
    };
    struct Reply {
        Global globalStats;
        std::vector<QString> clientTopics;
        QString clientId;
        static json::Fields fields()
        {
            return {field("global_stats", &Reply::globalStats, "of all clients"),
                    field("client_topics", &Reply::clientTopics, "of this socket"),
                    field("client_id", &Reply::clientId, "names this socket")};
        }
    };
};

using EventMethods = MethodList<SubscribeEvents, UnsubscribeEvents, GetSubscriptionStats>;

}  // namespace cs::api

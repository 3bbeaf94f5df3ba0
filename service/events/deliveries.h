#pragma once

#include <map>
#include <unordered_map>

#include <QObject>
#include <QSet>
#include <QTimer>

#include "auth/accesspolicy.h"
#include "events/audience.h"
#include "events/event.h"
#include "events/topics.h"

namespace cs {

// Hands events to the clients' queues. Of a client that does not keep up it keeps the newest state for each topic and
// camera and leaves everything else out; once the client has caught up it gets these states, and a notice if something
// was left out. Service thread; what it refers to outlives it.
class Deliveries : public QObject {
    Q_OBJECT
public:
    // With more than this queued, a client does not keep up.
    static constexpr qint64 SlowBytes = 1024 * 1024;
    // With more than this queued, a client gets no events of the past.
    static constexpr qint64 CongestedBytes = 256 * 1024;
    // With less than this queued, it has caught up.
    static constexpr qint64 DrainedBytes = 64 * 1024;
    // What is kept for one slow client at most.
    static constexpr qint64 MaxHeldBytes = 1024 * 1024;

    Deliveries(const AccessPolicy &policy, const Audience &audience, const Clock &clock, ClientQueue queue);

    // An event as it happens.
    void send(ConnectionId connection, const Event &event, Topic topic, const QByteArray &frame);
    // An event of the past, or a notice: queued whatever else waits.
    void push(ConnectionId connection, const QByteArray &frame) { m_queue.send(connection, frame); }
    void pushResync(ConnectionId connection, qint64 fromSeq, qint64 lastSeq);

    bool congested(ConnectionId connection) const;
    // `ready` will come once the client has caught up.
    void awaitReady(ConnectionId connection);
    // From the transport: little is queued now. Also found out by itself, a little later.
    void drained(ConnectionId connection);
    void forget(ConnectionId connection);
    // What is kept for it because it does not keep up.
    qint64 heldBytes(ConnectionId connection) const;

Q_SIGNALS:
    // It can take events of the past.
    void ready(cs::ConnectionId connection);
    // Events up to `lastSeq` were left out; the client was told.
    void leftOut(cs::ConnectionId connection, qint64 lastSeq);

private:
    struct Held {
        qint64 seq = 0;
        std::optional<CameraId> camera;
        QByteArray frame;
    };
    // What is kept for a slow client.
    struct Backlog {
        std::map<std::pair<Topic, std::optional<CameraId>>, Held> states;
        qint64 bytes = 0;
        // The first and the last event that was left out; 0 if none was.
        qint64 firstLeftOut = 0;
        qint64 lastLeftOut = 0;
    };
    void hold(Backlog &backlog, const Event &event, Topic topic, const QByteArray &frame);
    void catchUp(ConnectionId connection, const Backlog &backlog);
    void poll();
    void arm();

    const AccessPolicy &m_policy;
    const Audience &m_audience;
    const Clock &m_clock;
    const ClientQueue m_queue;
    std::unordered_map<ConnectionId, Backlog> m_slow;
    QSet<ConnectionId> m_awaited;
    QTimer m_poll;
};

}  // namespace cs

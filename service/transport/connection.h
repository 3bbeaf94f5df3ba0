#pragma once

#include <chrono>

#include <QByteArray>
#include <QObject>

#include "base/ids.h"

namespace cs {

// One peer, whatever it is connected by. Front thread only; owns its socket.
class Connection : public QObject {
    Q_OBJECT
public:
    using Time = std::chrono::steady_clock::time_point;

    explicit Connection(ConnectionId id) : m_id(id) {}

    ConnectionId id() const { return m_id; }
    // Queues one message. May find that the peer is to be dropped; `ended` comes then.
    virtual void send(const QByteArray &message) = 0;
    // Hands to the kernel what is queued, as far as it takes it.
    virtual void flush() = 0;
    // Says goodbye after what is queued; `ended` comes once the peer is gone, or after a deadline.
    virtual void close(quint16 code, const QString &reason) = 0;
    // Drops the peer at once.
    virtual void abort() = 0;
    // Bytes given to send() that the kernel has not taken yet.
    virtual qint64 unsent() const = 0;
    // Called every now and then, for what hangs on time.
    virtual void tick(Time now) = 0;

Q_SIGNALS:
    // Once, the last that is heard of it.
    void ended(cs::ConnectionId id);
    // The kernel took some of what is unsent.
    void wrote(cs::ConnectionId id);

private:
    const ConnectionId m_id;
};

}  // namespace cs

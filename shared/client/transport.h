#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>

#include "base/error.h"

namespace cs {

// Carries whole JSON texts to and from one service; knows nothing of what they mean. Lives on its client's thread.
class Transport : public QObject {
    Q_OBJECT
public:
    // Ends in opened() or closed(), which may be emitted before this returns. May be called again after either end.
    virtual void open() = 0;
    // Drops the connection at once; closed() does not follow.
    virtual void close() = 0;
    // Only while open; anything else is ignored.
    virtual void send(const QByteArray &text) = 0;
    // The service's address for people; holds no secret.
    virtual QString peer() const = 0;

    // Whether it leads to the service of this host and to nobody else.
    virtual bool isLocal() const { return false; }

    // More than any answer of the service needs; what exceeds it is an attack or another program.
    static constexpr qsizetype maxMessageBytes = 16 * 1024 * 1024;

Q_SIGNALS:
    void opened();
    void received(const QByteArray &text);
    // Not connected (any more), for this reason (a connection error, see connectionerror.h).
    void closed(const cs::Error &reason);
};

}  // namespace cs

#pragma once

#include <chrono>
#include <memory>

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QTimer>

#include "client/caller.h"
#include "client/pendingcalls.h"
#include "client/transport.h"

namespace cs {

struct ParsedMessage;

// JSON-RPC on one transport: calls go out, each answer to who asked, notifications on; a connection that went silent is
// found out. Knows nothing of sessions. Owns the transport and the calls under way; lives on its client's thread.
class RpcLink : public QObject {
    Q_OBJECT
public:
    // A connection that was silent for `every` is asked for a sign of life, which may take `answer`. 0: never asked.
    struct Pulse {
        std::chrono::milliseconds every{0};
        std::chrono::milliseconds answer{0};
    };
    RpcLink(std::unique_ptr<Transport> transport, const Pulse &pulse);

    // Ends in opened() or broken(), which may be emitted before this returns.
    void open();
    // At once and without broken(). The calls under way stay: failAll() answers them.
    void close();
    QString peer() const { return m_transport->peer(); }
    bool isLocal() const { return m_transport->isLocal(); }

    CallTicket send(const QString &method, const QByteArray &params, std::chrono::milliseconds timeout,
                    CallAnswer answer);
    void cancel(CallTicket ticket);
    void failAll(const Error &error);

Q_SIGNALS:
    void opened();
    void notification(const QString &topic, const QByteArray &params);
    // Not connected (any more), silent, or no camera service; close() it.
    void broken(const cs::Error &reason);

private:
    void onOpened();
    void onReceived(const QByteArray &text);
    void onError(const ParsedMessage &message);
    void askForLife();

    std::unique_ptr<Transport> m_transport;
    Pulse m_pulse;
    PendingCalls m_pending;
    QTimer m_pulseTimer;
    bool m_heard = false;
    bool m_asked = false;
    // Counts what failAll() put an end to, so that an answer from before says nothing about now.
    quint64 m_epoch = 0;
};

}  // namespace cs

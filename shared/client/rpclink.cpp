#include "client/rpclink.h"

#include "api/session.h"
#include "client/connectionerror.h"
#include "client/remoteerror.h"
#include "client/trouble.h"
#include "jsonrpc/answers.h"
#include "jsonrpc/message.h"

namespace cs {

RpcLink::RpcLink(std::unique_ptr<Transport> transport, const Pulse &pulse)
    : m_transport(std::move(transport)),
      m_pulse(pulse)
{
    connect(m_transport.get(), &Transport::opened, this, &RpcLink::onOpened);
    connect(m_transport.get(), &Transport::received, this, &RpcLink::onReceived);
    connect(m_transport.get(), &Transport::closed, this, &RpcLink::broken);
    connect(&m_pulseTimer, &QTimer::timeout, this, &RpcLink::askForLife);
}

void RpcLink::open()
{
    m_transport->open();
}

void RpcLink::close()
{
    m_pulseTimer.stop();
    m_transport->close();
}

CallTicket RpcLink::send(const QString &method, const QByteArray &params, std::chrono::milliseconds timeout,
                         CallAnswer answer)
{
    const qint64 id = m_pending.add(method, timeout, std::move(answer));
    m_transport->send(request(QByteArray::number(id), method, params));
    return id;
}

void RpcLink::cancel(CallTicket ticket)
{
    m_pending.finish(ticket, Error::cancelled());
}

void RpcLink::failAll(const Error &error)
{
    ++m_epoch;
    m_asked = false;
    m_pending.failAll(error);
}

void RpcLink::onOpened()
{
    m_heard = true;
    if (m_pulse.every.count() > 0)
        m_pulseTimer.start(m_pulse.every);
    Q_EMIT opened();
}

void RpcLink::onReceived(const QByteArray &text)
{
    m_heard = true;
    const ParsedMessage message = parseMessage(text);
    switch (message.kind) {
    case ParsedMessage::Kind::Result: m_pending.finish(message.id.toLongLong(), message.result); break;
    case ParsedMessage::Kind::Error: onError(message); break;
    case ParsedMessage::Kind::Notification: Q_EMIT notification(message.method, message.params); break;
    case ParsedMessage::Kind::Invalid:
        Q_EMIT broken(
            withTrouble(connectionError(QStringLiteral("%1 does not speak as a camera service does").arg(peer()),
                                        QStringLiteral("check the address")),
                        Trouble::NotAService));
        break;
    }
}

void RpcLink::onError(const ParsedMessage &message)
{
    bool named = false;
    const qint64 id = message.id.toLongLong(&named);
    // Without an id it is about a frame the service could not read, and nobody knows which calls were in it.
    if (named)
        m_pending.finish(id, toError(message.error));
    else
        m_pending.failAll(toError(message.error));
}

void RpcLink::askForLife()
{
    if (std::exchange(m_heard, false) || m_asked)
        return;
    m_asked = true;
    send(QString::fromLatin1(api::Ping::info.name), {}, m_pulse.answer,
         [this, epoch = m_epoch](const Result<QByteArray> &result) {
             if (epoch != m_epoch)
                 return;
             m_asked = false;
             if (!result.ok() && isConnectionError(result.error()))
                 Q_EMIT broken(result.error());
         });
}

}  // namespace cs

#include "moc_rpclink.cpp"

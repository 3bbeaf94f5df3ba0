#include "transport/front.h"

#include <optional>

#include "transport/frontworker.h"
#include "transport/logging.h"
#include "transport/wsframe.h"

namespace cs {

Front::Front() = default;

Front::~Front()
{
    stop();
}

Result<Done> Front::start(FrameSink &sink, const FrontOptions &options)
{
    Q_ASSERT(!m_thread);
    m_thread = std::make_unique<QThread>();
    m_thread->setObjectName(QStringLiteral("front"));
    m_worker = new FrontWorker(options, sink, m_outbox, m_gauge);
    m_worker->moveToThread(m_thread.get());
    // It is deleted where it lives, while its thread still runs; nobody may wake it from then on.
    connect(m_worker, &FrontWorker::stopped, m_worker, [outbox = &m_outbox, worker = m_worker] {
        outbox->shut();
        worker->deleteLater();
        worker->thread()->quit();
    });
    connect(m_worker, &FrontWorker::drained, this, &Front::onDrained, Qt::QueuedConnection);
    m_gauge.setMarks({options.wire.maxWriteBuffer, options.wire.drainHigh, options.wire.drainLow});
    m_outbox.open(
        [worker = m_worker] { QMetaObject::invokeMethod(worker, &FrontWorker::drain, Qt::QueuedConnection); });
    m_thread->start();
    std::optional<Error> problem;
    QMetaObject::invokeMethod(
        m_worker,
        [this, &problem] {
            const auto started = m_worker->start();
            if (!started.ok())
                problem = started.error();
            m_port = m_worker->port();
        },
        Qt::BlockingQueuedConnection);
    if (problem) {
        stop();
        return *problem;
    }
    qCInfo(lcTransport).noquote() << "listening for WebSockets on port" << m_port;
    return Done{};
}

void Front::stop()
{
    if (!m_thread)
        return;
    QMetaObject::invokeMethod(m_worker, &FrontWorker::stop, Qt::QueuedConnection);
    m_thread->wait();
    m_thread.reset();
    m_worker = nullptr;
    m_port = 0;
    m_gauge.clear();
}

void Front::send(ConnectionId connection, const QByteArray &bytes)
{
    switch (m_gauge.accept(connection, bytes.size())) {
    case WriteGauge::Verdict::Ignored: return;
    case WriteGauge::Verdict::Fine: m_outbox.put({connection, Outbox::Item::Kind::Send, bytes}); return;
    case WriteGauge::Verdict::TooMuch:
        m_outbox.put({connection, Outbox::Item::Kind::Close, {}, tooSlow(), wsclose::TryAgainLater});
        return;
    }
}

void Front::disconnect(ConnectionId connection, const QString &reason)
{
    m_outbox.put({connection, Outbox::Item::Kind::Close, {}, reason});
}

void Front::onDrained(ConnectionId connection)
{
    // It may have been on its way while the front was stopped.
    if (m_thread)
        Q_EMIT drained(connection);
}

}  // namespace cs

#include "moc_front.cpp"

#include "client/pendingcalls.h"

#include "client/connectionerror.h"

namespace cs {

namespace {

Error silence(const QString &method, std::chrono::milliseconds timeout)
{
    const QString seconds = QString::number(static_cast<double>(timeout.count()) / 1000);
    return connectionError(QStringLiteral("the service did not answer %1 within %2 s").arg(method, seconds),
                           QStringLiteral("try again, and look at the service's log"));
}

}  // namespace

PendingCalls::PendingCalls()
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &PendingCalls::expire);
}

PendingCalls::~PendingCalls()
{
    failAll(Error::cancelled());
}

qint64 PendingCalls::add(const QString &method, std::chrono::milliseconds timeout, Answer answer)
{
    const qint64 id = ++m_lastId;
    m_calls.emplace(id, Call{method, timeout, QDeadlineTimer(timeout), std::move(answer)});
    if (!m_timer.isActive() || m_timer.remainingTime() > timeout.count())
        m_timer.start(timeout);
    return id;
}

bool PendingCalls::finish(qint64 id, Result<QByteArray> result)
{
    // Out of the map first: the answer may make new calls.
    auto node = m_calls.extract(id);
    if (node.empty())
        return false;
    node.mapped().answer(std::move(result));
    return true;
}

void PendingCalls::failAll(const Error &error)
{
    auto calls = std::exchange(m_calls, {});
    m_timer.stop();
    for (auto &[id, call] : calls)
        call.answer(error);
}

void PendingCalls::expire()
{
    std::vector<qint64> late;
    for (const auto &[id, call] : m_calls) {
        if (call.deadline.hasExpired())
            late.push_back(id);
    }
    for (const qint64 id : late) {
        const auto call = m_calls.find(id);
        if (call != m_calls.end())
            finish(id, silence(call->second.method, call->second.timeout));
    }
    arm();
}

void PendingCalls::arm()
{
    QDeadlineTimer next(QDeadlineTimer::Forever);
    for (const auto &[id, call] : m_calls)
        next = std::min(next, call.deadline);
    if (next.isForever())
        m_timer.stop();
    else
        m_timer.start(std::chrono::milliseconds(next.remainingTime()) + std::chrono::milliseconds(1));
}

}  // namespace cs

#include "moc_pendingcalls.cpp"

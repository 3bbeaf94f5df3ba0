#include "mediamtx/internaltokens.h"

#include <QHostAddress>
#include <QMutexLocker>

#include "mediamtx/randomtext.h"

namespace cs {

namespace {

// Far above what is ever open at once: our recorders and snapshot sessions.
constexpr qsizetype MaxSessions = 8192;

QHostAddress plainAddress(const QString &text)
{
    const QHostAddress address(text);
    bool isIpv4 = false;
    const quint32 v4 = address.toIPv4Address(&isIpv4);
    return isIpv4 ? QHostAddress(v4) : address;
}

}  // namespace

InternalTokens::InternalTokens(const Clock &clock) : m_clock(clock), m_apiToken(randomText()) {}

void InternalTokens::setOwnAddress(const QString &address)
{
    const QMutexLocker lock(&m_mutex);
    m_ownAddress = address;
}

QByteArray InternalTokens::forPublisher(const QString &path)
{
    const QByteArray token = randomText();
    const QMutexLocker lock(&m_mutex);
    dropOldPublishers();
    m_publishers.insert(token, {path, m_clock.steady(), {}});
    return token;
}

QByteArray InternalTokens::forReader(const QString &path)
{
    const QMutexLocker lock(&m_mutex);
    QByteArray &token = m_readers[path];
    if (token.isEmpty()) {
        token = randomText();
        m_readerPaths.insert(token, path);
    }
    return token;
}

void InternalTokens::forgetReader(const QString &path)
{
    const QMutexLocker lock(&m_mutex);
    m_readerPaths.remove(m_readers.take(path));
}

InternalTokens::Verdict InternalTokens::check(const StreamRequest &request)
{
    const QByteArray token = tokenOf(request).toUtf8();
    if (token.isEmpty())
        return Verdict::Unknown;
    const auto verdict = [](bool yes) { return yes ? Verdict::Admitted : Verdict::Refused; };
    const QMutexLocker lock(&m_mutex);
    if (equalInConstantTime(token, m_apiToken))
        return verdict(request.action == u"api" && isLocal(request.ip));
    dropOldPublishers();
    if (const auto it = m_publishers.find(token); it != m_publishers.end())
        return verdict(admitsPublisher(*it, request));
    if (const auto it = m_readerPaths.constFind(token); it != m_readerPaths.cend()) {
        const bool admitted = request.action == u"read" && request.path == *it && isLocal(request.ip);
        if (admitted)
            rememberReader(request.id);
        return verdict(admitted);
    }
    return Verdict::Unknown;
}

bool InternalTokens::isOwnReader(const QString &sessionId) const
{
    const QMutexLocker lock(&m_mutex);
    return m_sessions.contains(sessionId);
}

bool InternalTokens::isLocal(const QString &ip) const
{
    const QHostAddress address = plainAddress(ip);
    return address.isLoopback() || (!m_ownAddress.isEmpty() && address == plainAddress(m_ownAddress));
}

// MediaMTX v1.20.1 asks once for an RTSP publisher, at ANNOUNCE, with the id of its session.
bool InternalTokens::admitsPublisher(Publisher &publisher, const StreamRequest &request) const
{
    if (request.action != u"publish" || request.path != publisher.path || request.id.isEmpty() || !isLocal(request.ip))
        return false;
    if (publisher.sessionId.isEmpty())
        publisher.sessionId = request.id;
    return publisher.sessionId == request.id;
}

void InternalTokens::rememberReader(const QString &sessionId)
{
    if (sessionId.isEmpty() || m_sessions.contains(sessionId))
        return;
    m_sessions.insert(sessionId);
    m_sessionOrder.enqueue(sessionId);
    if (m_sessionOrder.size() > MaxSessions)
        m_sessions.remove(m_sessionOrder.dequeue());
}

void InternalTokens::dropOldPublishers()
{
    const auto now = m_clock.steady();
    m_publishers.removeIf([now](const auto &entry) { return now - entry.value().madeAt >= PublisherLife; });
}

}  // namespace cs

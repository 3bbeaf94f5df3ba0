#include "transport/waitingsocket.h"

#include <algorithm>
#include <cerrno>
#include <sys/socket.h>

namespace cs {

namespace {

constexpr char tlsHandshake = 0x16;

// How many bytes of line ends come first. A server passes over empty lines before a head (RFC 9112 section 2.2), so they
// are none by themselves.
qsizetype leadingLineEnds(QByteArrayView bytes)
{
    const auto isLineEnd = [](char c) { return c == '\r' || c == '\n'; };
    return std::find_if_not(bytes.begin(), bytes.end(), isLineEnd) - bytes.begin();
}

}  // namespace

WaitingSocket::WaitingSocket(UniqueFd socket, PeekFor what, qsizetype maxHeadBytes, std::chrono::milliseconds deadline)
    : m_socket(std::move(socket)),
      m_what(what),
      m_maxHeadBytes(maxHeadBytes),
      m_notifier(m_socket.get(), QSocketNotifier::Read)
{
    connect(&m_notifier, &QSocketNotifier::activated, this, &WaitingSocket::onReadable);
    connect(&m_deadline, &QTimer::timeout, this, [this] { decide(Outcome::Gone); });
    m_deadline.setSingleShot(true);
    m_deadline.start(deadline);
}

WaitingSocket::~WaitingSocket()
{
    m_notifier.setEnabled(false);
}

void WaitingSocket::onReadable()
{
    // One more than allowed, to tell a head that just fits from one that is too long.
    const qsizetype wanted = m_what == PeekFor::FirstByte ? 1 : m_maxHeadBytes + 1;
    QByteArray bytes(wanted, Qt::Uninitialized);
    const ssize_t count = ::recv(m_socket.get(), bytes.data(), static_cast<size_t>(wanted), MSG_PEEK | MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    // No more than the last time, and yet woken: the peer has closed its side.
    if (count <= m_seen) {
        decide(Outcome::Gone);
        return;
    }
    if (bytes.front() == tlsHandshake) {
        decide(Outcome::Tls);
        return;
    }
    if (m_what == PeekFor::FirstByte) {
        decide(Outcome::Plain);
        return;
    }
    constexpr QByteArrayView emptyLine = "\r\n\r\n";
    const QByteArrayView seen(bytes.constData(), count);
    const qsizetype end = seen.indexOf(emptyLine, std::max<qsizetype>(leadingLineEnds(seen), m_seen - 3));
    if (end >= 0 && end + emptyLine.size() <= m_maxHeadBytes) {
        m_head = bytes.left(end + emptyLine.size());
        decide(Outcome::Plain);
    } else if (count > m_maxHeadBytes) {
        decide(Outcome::HeadTooLong);
    } else {
        waitForMoreThan(count);
    }
}

// What is peeked at stays readable: without this the loop would spin until the rest has come.
void WaitingSocket::waitForMoreThan(qsizetype bytes)
{
    m_seen = bytes;
    const int mark = static_cast<int>(bytes) + 1;
    ::setsockopt(m_socket.get(), SOL_SOCKET, SO_RCVLOWAT, &mark, sizeof mark);
}

void WaitingSocket::decide(Outcome outcome)
{
    m_notifier.setEnabled(false);
    m_deadline.stop();
    if (m_seen > 0) {
        const int mark = 1;
        ::setsockopt(m_socket.get(), SOL_SOCKET, SO_RCVLOWAT, &mark, sizeof mark);
    }
    Q_EMIT decided(outcome);
}

}  // namespace cs

#include "moc_waitingsocket.cpp"

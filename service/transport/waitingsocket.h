#pragma once

#include <chrono>

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include "base/uniquefd.h"

namespace cs {

// How much of what a peer sends first must be there before its socket is handed on.
enum class PeekFor { FirstByte, RequestHead };

// An accepted socket whose first bytes are looked at, without taking them from it, until they say what it is. Lives on
// the acceptor's thread; owns the socket until take().
class WaitingSocket : public QObject {
    Q_OBJECT
public:
    enum class Outcome {
        // The first byte, or the whole head up to its empty line, is there. Empty lines alone are no head.
        Plain,
        // The first byte begins a TLS handshake (RFC 8446, section 5.1).
        Tls,
        HeadTooLong,
        // The peer closed, failed or let the deadline pass.
        Gone,
    };

    WaitingSocket(UniqueFd socket, PeekFor what, qsizetype maxHeadBytes, std::chrono::milliseconds deadline);
    ~WaitingSocket() override;

    // After `decided`: the socket, with every byte still in it.
    UniqueFd take() { return std::move(m_socket); }
    const QByteArray &head() const { return m_head; }

Q_SIGNALS:
    // Once; nothing is watched any more then.
    void decided(cs::WaitingSocket::Outcome outcome);

private:
    void onReadable();
    void decide(Outcome outcome);
    void waitForMoreThan(qsizetype bytes);

    UniqueFd m_socket;
    const PeekFor m_what;
    const qsizetype m_maxHeadBytes;
    qsizetype m_seen = 0;
    QByteArray m_head;
    QSocketNotifier m_notifier;
    QTimer m_deadline;
};

}  // namespace cs

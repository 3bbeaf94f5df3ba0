#pragma once

#include <chrono>
#include <memory>

#include <QByteArray>
#include <QObject>
#include <QSslSocket>
#include <QTimer>

#include "base/uniquefd.h"
#include "transport/peeraddress.h"

QT_FORWARD_DECLARE_CLASS(QSslConfiguration)

namespace cs {

// An accepted socket that begins with TLS, until its handshake is done and its request head is there. Front thread
// only; owns the socket until take().
class TlsArrival : public QObject {
    Q_OBJECT
public:
    enum class Outcome {
        // The head is the next that can be read, and nothing can be read behind it; early() came along with it.
        Ready,
        HeadTooLong,
        // No TLS that we speak, the peer left, or the deadline passed.
        Gone,
    };

    TlsArrival(UniqueFd socket, const SocketEnd &peer, qsizetype maxHeadBytes);
    ~TlsArrival() override;

    void begin(const QSslConfiguration &configuration, std::chrono::milliseconds deadline);

    const SocketEnd &peer() const { return m_peer; }
    const QByteArray &head() const { return m_head; }
    // What the peer sent behind its request without waiting for the answer; already taken from the socket.
    const QByteArray &early() const { return m_early; }
    // After `decided`.
    std::unique_ptr<QSslSocket> take() { return std::move(m_socket); }

Q_SIGNALS:
    // Once.
    void decided(cs::TlsArrival::Outcome outcome);

private:
    void onReadyRead();
    void finish();
    void decide(Outcome outcome);

    std::unique_ptr<QSslSocket> m_socket;
    const SocketEnd m_peer;
    const qsizetype m_maxHeadBytes;
    QByteArray m_head;
    QByteArray m_early;
    QTimer m_deadline;
    bool m_finishing = false;
    bool m_decided = false;
};

}  // namespace cs

#include "transport/tlsarrival.h"

#include <QSslConfiguration>

#include "transport/logging.h"

namespace cs {

namespace {

constexpr char endOfHead[] = "\r\n\r\n";
constexpr qsizetype endOfHeadBytes = 4;

}  // namespace

TlsArrival::TlsArrival(UniqueFd socket, const SocketEnd &peer, qsizetype maxHeadBytes)
    : m_socket(std::make_unique<QSslSocket>()),
      m_peer(peer),
      m_maxHeadBytes(maxHeadBytes)
{
    connect(m_socket.get(), &QSslSocket::readyRead, this, &TlsArrival::onReadyRead);
    connect(m_socket.get(), &QSslSocket::errorOccurred, this, [this](QAbstractSocket::SocketError) {
        qCDebug(lcTransport).noquote() << m_peer.address << "ended its TLS handshake:" << m_socket->errorString();
        decide(Outcome::Gone);
    });
    connect(m_socket.get(), &QSslSocket::disconnected, this, [this] { decide(Outcome::Gone); });
    connect(&m_deadline, &QTimer::timeout, this, [this] { decide(Outcome::Gone); });
    m_deadline.setSingleShot(true);
    m_socket->setSocketDescriptor(socket.release());
    m_socket->setReadBufferSize(m_maxHeadBytes + 1);
}

TlsArrival::~TlsArrival()
{
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket->abort();
    }
}

void TlsArrival::begin(const QSslConfiguration &configuration, std::chrono::milliseconds deadline)
{
    m_deadline.start(deadline);
    m_socket->setSslConfiguration(configuration);
    m_socket->startServerEncryption();
}

void TlsArrival::onReadyRead()
{
    if (m_decided || m_finishing || !m_socket->isEncrypted())
        return;
    const QByteArray bytes = m_socket->peek(m_maxHeadBytes + 1);
    if (!bytes.contains(endOfHead) && bytes.size() <= m_maxHeadBytes)
        return;
    m_finishing = true;
    // Not from within this signal: QSslSocket goes on to put what it decrypts behind what was read.
    QMetaObject::invokeMethod(this, &TlsArrival::finish, Qt::QueuedConnection);
}

// QWebSocketServer loses what can be read behind the head. So that is taken out, and with no more room than for the head
// the socket decrypts nothing else.
void TlsArrival::finish()
{
    if (m_decided)
        return;
    const QByteArray all = m_socket->readAll();
    const qsizetype end = all.indexOf(endOfHead);
    if (end < 0 || end + endOfHeadBytes > m_maxHeadBytes) {
        decide(Outcome::HeadTooLong);
        return;
    }
    m_head = all.left(end + endOfHeadBytes);
    m_early = all.mid(m_head.size());
    m_socket->setReadBufferSize(m_head.size());
    for (auto byte = m_head.crbegin(); byte != m_head.crend(); ++byte)
        m_socket->ungetChar(*byte);
    decide(Outcome::Ready);
}

void TlsArrival::decide(Outcome outcome)
{
    if (std::exchange(m_decided, true))
        return;
    m_deadline.stop();
    m_socket->disconnect(this);
    Q_EMIT decided(outcome);
}

}  // namespace cs

#include "moc_tlsarrival.cpp"

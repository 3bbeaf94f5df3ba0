#include "video/httpstream.h"

#include <QCryptographicHash>
#include <QSslCertificate>
#include <QSslSocket>

#include "video/patience.h"
#include "video/tcpconnect.h"

namespace cs {

namespace {

// How often a waiting call looks at the patience.
constexpr int SliceMs = 50;

}  // namespace

HttpStream::HttpStream(Patience &patience, QByteArray pin) : m_patience(patience), m_pin(std::move(pin)) {}

HttpStream::~HttpStream() = default;

std::optional<VideoProblem> HttpStream::connectTo(const QUrl &url)
{
    close();
    const bool tls = url.scheme() == u"https";
    auto [descriptor, problem] = tcpConnect(url.host(), quint16(url.port(tls ? 443 : 80)), m_patience);
    if (problem)
        return problem;
    m_patience.progress();
    return adopt(descriptor.release(), url);
}

std::optional<VideoProblem> HttpStream::adopt(int descriptor, const QUrl &url)
{
    m_socket = std::make_unique<QSslSocket>();
    m_socket->setReadBufferSize(ReadAhead);
    if (!m_socket->setSocketDescriptor(descriptor)) {
        ::close(descriptor);
        close();
        return VideoProblem{VideoSource::Lost, QStringLiteral("cannot use a socket")};
    }
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    if (url.scheme() != u"https")
        return {};
    auto problem = encrypt(url.host());
    if (problem)
        close();
    return problem;
}

std::optional<VideoProblem> HttpStream::encrypt(const QString &host)
{
    bool untrusted = false;
    QObject::connect(m_socket.get(), &QSslSocket::sslErrors, m_socket.get(), [this, &untrusted] {
        const QByteArray shown = m_socket->peerCertificate().digest(QCryptographicHash::Sha256);
        if (!m_pin.isEmpty() && shown == m_pin)
            m_socket->ignoreSslErrors();
        else
            untrusted = true;
    });
    m_socket->setPeerVerifyMode(QSslSocket::VerifyPeer);
    m_socket->setPeerVerifyName(host);
    m_socket->startClientEncryption();
    while (!m_socket->isEncrypted() && isConnected() && !m_patience.interrupted())
        m_socket->waitForEncrypted(SliceMs);
    m_socket->disconnect(m_socket.get());
    if (untrusted)
        return VideoProblem{VideoSource::Refused, QStringLiteral("the certificate of %1 is not trusted").arg(host)};
    if (m_socket->isEncrypted())
        return {};
    const auto why = m_patience.expired() ? VideoSource::Timeout : VideoSource::Lost;
    return VideoProblem{why, QStringLiteral("no TLS connection with %1").arg(host)};
}

bool HttpStream::isConnected() const
{
    return m_socket && m_socket->state() == QAbstractSocket::ConnectedState;
}

void HttpStream::close()
{
    if (m_socket)
        m_socket->abort();
    m_socket.reset();
}

bool HttpStream::write(const QByteArray &bytes)
{
    if (!isConnected() || m_socket->write(bytes) != bytes.size())
        return false;
    while (isConnected() && m_socket->bytesToWrite() > 0) {
        if (m_patience.interrupted())
            return false;
        m_socket->waitForBytesWritten(SliceMs);
    }
    return isConnected();
}

bool HttpStream::waitForBytes()
{
    while (m_socket && m_socket->bytesAvailable() == 0) {
        if (m_patience.interrupted() || !isConnected())
            return false;
        m_socket->waitForReadyRead(SliceMs);
    }
    return m_socket && m_socket->bytesAvailable() > 0;
}

qint64 HttpStream::read(char *to, qint64 size)
{
    // Also while bytes keep coming: a server that drips them must not hold us for ever.
    if (m_patience.interrupted() || !waitForBytes())
        return -1;
    m_patience.progress();
    return m_socket->read(to, size);
}

std::optional<QByteArray> HttpStream::readLine(qint64 maxBytes)
{
    QByteArray line;
    while (!line.endsWith('\n')) {
        if (line.size() >= maxBytes || m_patience.interrupted() || !waitForBytes())
            return {};
        m_patience.progress();
        line += m_socket->readLine(maxBytes - line.size() + 1);
    }
    line.chop(line.endsWith("\r\n") ? 2 : 1);
    return line;
}

}  // namespace cs

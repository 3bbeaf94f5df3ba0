#pragma once

#include <mutex>

#include <QSslCertificate>
#include <QSslCipher>
#include <QSslSocket>
#include <QTest>

#include "tls/selfsigned.h"
#include "tls/tlsmaterial.h"

namespace cs {

// A fresh certificate for loopback.
inline std::shared_ptr<const TlsMaterial> testMaterial()
{
    const auto pair = makeSelfSigned(
        {QStringLiteral("localhost"), QStringLiteral("127.0.0.1")},
        std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()));
    const auto material = pair ? makeTlsMaterial(pair->certificate, pair->key)
                               : Result<std::shared_ptr<const TlsMaterial>>(pair.error());
    if (!material)
        qFatal("%s", qPrintable(material.error().message));
    return *material;
}

// A certificate that can be exchanged while it is served. Thread-safe.
class TestCertificate {
public:
    TestCertificate() : m_shelf(std::make_shared<Shelf>()) { renew(); }

    void renew()
    {
        auto fresh = testMaterial();
        const std::lock_guard lock(m_shelf->mutex);
        m_shelf->material = std::move(fresh);
    }
    TlsSource source() const
    {
        return [shelf = m_shelf] {
            const std::lock_guard lock(shelf->mutex);
            return shelf->material;
        };
    }
    QString fingerprint() const { return source()()->fingerprint; }

private:
    struct Shelf {
        std::mutex mutex;
        std::shared_ptr<const TlsMaterial> material;
    };
    std::shared_ptr<Shelf> m_shelf;
};

// A TLS client that takes any certificate, writes any bytes and blocks up to a deadline.
class TlsClient {
public:
    explicit TlsClient(quint16 port, QSsl::SslProtocol protocol = QSsl::TlsV1_2OrLater)
    {
        m_socket.setPeerVerifyMode(QSslSocket::VerifyNone);
        m_socket.setProtocol(protocol);
        m_socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), port);
        m_encrypted = m_socket.waitForEncrypted(5000);
    }
    ~TlsClient() { m_socket.abort(); }

    bool isEncrypted() const { return m_encrypted; }
    QSsl::SslProtocol protocol() const { return m_socket.sessionProtocol(); }
    QString cipher() const { return m_socket.sessionCipher().name(); }
    QString fingerprint() const
    {
        return QString::fromLatin1(m_socket.peerCertificate().digest(QCryptographicHash::Sha256).toHex());
    }
    QSslSocket &socket() { return m_socket; }

    bool write(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        while (m_socket.bytesToWrite() + m_socket.encryptedBytesToWrite() > 0) {
            if (!m_socket.waitForBytesWritten(5000))
                return false;
        }
        return true;
    }
    // Until so much is there, or the stream ends.
    QByteArray read(qsizetype bytes)
    {
        while (m_buffer.size() < bytes && fill()) {}
        return take(std::min(bytes, m_buffer.size()));
    }
    // Up to and with the marker; all there is if it does not come.
    QByteArray readUntil(const QByteArray &marker)
    {
        while (!m_buffer.contains(marker) && fill()) {}
        const qsizetype at = m_buffer.indexOf(marker);
        return take(at < 0 ? m_buffer.size() : at + marker.size());
    }
    bool ends()
    {
        while (fill()) {}
        return m_socket.state() != QAbstractSocket::ConnectedState;
    }

private:
    bool fill()
    {
        if (m_socket.bytesAvailable() == 0 && !m_socket.waitForReadyRead(5000))
            return false;
        m_buffer += m_socket.readAll();
        return true;
    }
    QByteArray take(qsizetype count)
    {
        const QByteArray taken = m_buffer.left(count);
        m_buffer.remove(0, count);
        return taken;
    }

    QSslSocket m_socket;
    QByteArray m_buffer;
    bool m_encrypted = false;
};

// What a client says first that knows TLS 1.1 at most (RFC 4346, section 7.4.1.2).
inline QByteArray tls11Hello()
{
    const QByteArray body = QByteArray::fromHex("0302") + QByteArray(32, 'r') + QByteArray::fromHex("00")
                            + QByteArray::fromHex("0004c009c00a0100");
    const QByteArray message = QByteArray::fromHex("0100") + QByteArray::fromHex("00") + char(body.size()) + body;
    return QByteArray::fromHex("160302") + QByteArray::fromHex("00") + char(message.size()) + message;
}

// The description of a fatal alert record (RFC 5246, section 7.2), or -1.
inline int alertIn(const QByteArray &bytes)
{
    return bytes.size() >= 7 && bytes[0] == 0x15 && bytes[5] == 2 ? static_cast<unsigned char>(bytes[6]) : -1;
}

inline constexpr int AlertProtocolVersion = 70;

}  // namespace cs

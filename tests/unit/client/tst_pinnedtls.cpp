#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QSslServer>
#include <QTemporaryDir>
#include <QTest>
#include <QWebSocketServer>

#include "client/download.h"
#include "client/pinnedtls.h"
#include "client/trouble.h"
#include "client/websockettransport.h"
#include "support/testprogram.h"
#include "support/tlsrig.h"

using namespace cs;

// A WebSocket port and an HTTPS port that show a certificate which nobody vouches for.
class TestPinnedTls : public QObject {
    Q_OBJECT

    ServerAddress address() const { return {QStringLiteral("127.0.0.1"), m_web->serverPort(), true, "/ws"}; }
    void serve(const TlsSource &source)
    {
        m_web = std::make_unique<QWebSocketServer>("test", QWebSocketServer::SecureMode);
        m_web->setSslConfiguration(source()->configuration);
        QVERIFY(m_web->listen(QHostAddress::LocalHost));
        m_files = std::make_unique<QSslServer>();
        m_files->setSslConfiguration(source()->configuration);
        connect(m_files.get(), &QTcpServer::pendingConnectionAvailable, this, [this] {
            QTcpSocket *peer = m_files->nextPendingConnection();
            connect(peer, &QTcpSocket::readyRead, peer, [peer] {
                if (peer->readAll().contains("\r\n\r\n"))
                    peer->write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nbytes");
            });
        });
        QVERIFY(m_files->listen(QHostAddress::LocalHost));
    }
    // How an attempt to connect ends; nothing if it succeeds.
    std::optional<Error> connectNow()
    {
        WebSocketTransport transport(address(), m_pins);
        std::optional<Error> reason;
        bool ended = false;
        connect(&transport, &Transport::opened, this, [&] { ended = true; });
        connect(&transport, &Transport::closed, this, [&](const Error &error) {
            reason = error;
            ended = true;
        });
        transport.open();
        if (!QTest::qWaitFor([&] { return ended; }))
            return Error::internal("neither opened nor closed");
        return reason;
    }
    Result<Done> downloadNow()
    {
        const QUrl url(QStringLiteral("https://127.0.0.1:%1/file").arg(m_files->serverPort()));
        Download download(url, m_folder.filePath("file"), Overwrite::Yes, PinnedTls(m_pins, address()));
        std::optional<Result<Done>> result;
        connect(&download, &Download::finished, this, [&](const Result<Done> &end) { result = end; });
        download.start();
        if (!QTest::qWaitFor([&] { return result.has_value(); }))
            return Error::internal("the download never ended");
        return *result;
    }

    QTemporaryDir m_folder;
    TestCertificate m_certificate;
    std::unique_ptr<QWebSocketServer> m_web;
    std::unique_ptr<QSslServer> m_files;
    MemoryPins m_pins;

private Q_SLOTS:
    void init()
    {
        m_pins = {};
        serve(m_certificate.source());
    }

    void unknownCertificateIsRefusedWithItsFingerprint()
    {
        const auto error = connectNow();
        QVERIFY(error);
        QCOMPARE(troubleOf(*error), Trouble::CertificateUnknown);
        QCOMPARE(fingerprintOf(*error), m_certificate.fingerprint());
    }

    void pinnedCertificateIsTaken()
    {
        m_pins.setPin(address().key(), m_certificate.fingerprint());
        const auto error = connectNow();
        QVERIFY2(!error, error ? qPrintable(error->message) : "");
    }

    void changedCertificateIsRefusedLoudly()
    {
        m_pins.setPin(address().key(), QString(64, u'a'));
        const auto error = connectNow();
        QVERIFY(error);
        QCOMPARE(troubleOf(*error), Trouble::CertificateChanged);
        QCOMPARE(fingerprintOf(*error), m_certificate.fingerprint());
    }

    void theServersPinHoldsForItsFiles()
    {
        m_pins.setPin(address().key(), m_certificate.fingerprint());
        const auto result = downloadNow();
        QVERIFY2(result.ok(), result.ok() ? "" : qPrintable(result.error().message));
    }

    void filesUnderAnotherCertificateAreRefused()
    {
        m_pins.setPin(address().key(), QString(64, u'a'));
        const auto result = downloadNow();
        QVERIFY(!result.ok());
        QCOMPARE(troubleOf(result.error()), Trouble::CertificateChanged);
        QVERIFY(result.error().code == ErrorCode::DependencyFailed);
    }

    void pinOfOneHostIsNoneOfAnother()
    {
        m_pins.setPin(address().key(), m_certificate.fingerprint());
        const PinnedTls tls(m_pins, address());
        const QSslCertificate shown = m_certificate.source()()->configuration.localCertificate();
        QVERIFY(!tls.check("127.0.0.1", 1234, shown));
        const auto error = tls.check("other.example", 8003, shown);
        QVERIFY(error);
        QCOMPARE(troubleOf(*error), Trouble::CertificateUnknown);
        QVERIFY(tls.check("127.0.0.1", 1234, QSslCertificate()));
    }

    void fingerprintIsShownInPairs()
    {
        QCOMPARE(fingerprintText("00ff10"), QStringLiteral("00:FF:10"));
        QCOMPARE(fingerprintText(m_certificate.fingerprint()).count(u'\n'), 1);
    }
};

CS_TEST(TestPinnedTls)
#include "tst_pinnedtls.moc"

#include <QBuffer>
#include <QNetworkAccessManager>

#include "support/freeport.h"
#include "support/testprogram.h"
#include "support/tlsrig.h"
#include "unit/console_video/sourcelog.h"
#include "unit/console_video/testhttpserver.h"
#include "video/jpegsource.h"

using namespace cs;
using namespace std::chrono_literals;
using Request = TestHttpServer::Request;

namespace {

const auto PictureAddress = QStringLiteral("camera?token=SECRET");

QByteArray jpeg(QSize size)
{
    QImage picture(size, QImage::Format_RGB32);
    picture.fill(Qt::darkGreen);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    picture.save(&buffer, "jpeg");
    return bytes;
}

VideoSource::Options pictureOptions(std::chrono::milliseconds patience = 5s)
{
    VideoSource::Options wanted;
    wanted.patience = patience;
    return wanted;
}

}  // namespace

// One JPEG a second from a server of the test.
class TestJpegSource : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_server.serve("camera", jpeg({640, 360}));
        m_server.setHandler({});
    }

    void asksOnceASecondAndShowsWhatComes()
    {
        JpegSource source(m_network);
        SourceLog log(source);
        const int before = m_server.requests();
        source.open(m_server.url(PictureAddress), pictureOptions());
        QVERIFY(log.waitForFrames(3));
        QVERIFY(m_server.requests() - before <= 4);
        QCOMPARE(log.frames.first().picture.size(), QSize(640, 360));
        const QColor middle = log.frames.first().picture.pixelColor(320, 180);
        QVERIFY(middle.green() > 100 && middle.red() < 20 && middle.blue() < 20);
        const QList<VideoSource::State> expected{VideoSource::Connecting, VideoSource::Live};
        QCOMPARE(log.states, expected);
        QVERIFY(source.lastFrameAge() < 1s);
    }

    void picturesAreScaledDownToFit()
    {
        JpegSource source(m_network);
        SourceLog log(source);
        source.setTargetSize({100, 100});
        source.open(m_server.url(PictureAddress), pictureOptions());
        QVERIFY(log.waitForFrames(1));
        QCOMPARE(log.frames.first().picture.size(), QSize(100, 56));
    }

    void pauseHoldsThePicture()
    {
        JpegSource source(m_network);
        SourceLog log(source);
        source.open(m_server.url(PictureAddress), pictureOptions());
        QVERIFY(log.waitForState(VideoSource::Live));
        source.setPaused(true);
        QCOMPARE(source.state(), VideoSource::Paused);
        source.setPaused(false);
        QVERIFY(log.waitForState(VideoSource::Live));
    }

    void failuresAreToldApart_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<VideoSource::Why>("why");
        const auto status = [](const QByteArray &line) { return "HTTP/1.1 " + line + "\r\nContent-Length: 0\r\n\r\n"; };
        const auto body = [](const QByteArray &bytes) {
            return "HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(bytes.size()) + "\r\n\r\n" + bytes;
        };
        QTest::newRow("wrong token") << status("401 Unauthorized") << VideoSource::Auth;
        QTest::newRow("no right") << status("403 Forbidden") << VideoSource::Auth;
        QTest::newRow("no camera") << status("404 Not Found") << VideoSource::NotFound;
        QTest::newRow("redirection") << status("302 Found\r\nLocation: /camera") << VideoSource::Lost;
        QTest::newRow("no picture") << body("hello") << VideoSource::Codec;
        QTest::newRow("another kind of picture") << body(QByteArray::fromHex("89504e470d0a1a0a")) << VideoSource::Codec;
        QTest::newRow("broken picture") << body(jpeg({640, 360}).left(200)) << VideoSource::Codec;
        QTest::newRow("enormous picture") << body(jpeg({10000, 2000})) << VideoSource::Codec;
        QTest::newRow("endless picture") << body(QByteArray(17 * 1024 * 1024, 'x')) << VideoSource::Codec;
        QTest::newRow("silence") << QByteArray() << VideoSource::Timeout;
    }
    void failuresAreToldApart()
    {
        QFETCH(QByteArray, answer);
        m_server.setHandler([answer](QTcpSocket &socket, const Request &) { socket.write(answer); });
        QTEST(failureOf(m_server.url(PictureAddress), pictureOptions(answer.isEmpty() ? 700ms : 5s)), "why");
        m_server.dropConnections();
    }

    void nobodyListensOrTheKindIsWrong()
    {
        QUrl url = m_server.url(PictureAddress);
        url.setPort(freePort());
        QCOMPARE(failureOf(url, pictureOptions()), VideoSource::Refused);
        QCOMPARE(failureOf(QUrl(QStringLiteral("file:///etc/passwd")), pictureOptions()), VideoSource::Refused);
    }

    void aSelfSignedServerIsAskedOnlyByItsPin()
    {
        const auto material = testMaterial();
        TestHttpServer server(material->configuration);
        server.serve("camera", jpeg({64, 36}));
        QCOMPARE(failureOf(server.url(PictureAddress), pictureOptions()), VideoSource::Refused);
        auto pinned = pictureOptions();
        pinned.certificatePin = QByteArray(32, 'x');
        QCOMPARE(failureOf(server.url(PictureAddress), pinned), VideoSource::Refused);
        QCOMPARE(server.requests(), 0);
        pinned.certificatePin = QByteArray::fromHex(material->fingerprint.toLatin1());
        JpegSource source(m_network);
        SourceLog log(source);
        source.open(server.url(PictureAddress), pinned);
        QVERIFY2(log.waitForState(VideoSource::Live), qPrintable(log.detail));
    }

    void aServerThatFallsSilentIsCalledStalled()
    {
        JpegSource source(m_network);
        SourceLog log(source);
        source.open(m_server.url(PictureAddress), pictureOptions(20s));
        QVERIFY(log.waitForState(VideoSource::Live));
        m_server.setHandler([](QTcpSocket &, const Request &) {});
        QVERIFY(log.waitForState(VideoSource::Stalled, 5000));
        QVERIFY(source.lastFrameAge() >= 3s);
    }

    void closingWhileAPictureIsDecodedForgetsIt()
    {
        m_server.serve("camera", jpeg({3000, 3000}));
        JpegSource source(m_network);
        SourceLog log(source);
        const int before = m_server.requests();
        source.open(m_server.url(PictureAddress), pictureOptions());
        QVERIFY(QTest::qWaitFor([&] { return m_server.requests() > before; }));
        source.close();
        m_server.serve("camera", jpeg({64, 36}));
        source.open(m_server.url(PictureAddress), pictureOptions());
        QVERIFY(log.waitForFrames(1));
        QCOMPARE(log.frames.first().picture.size(), QSize(64, 36));
    }

private:
    VideoSource::Why failureOf(const QUrl &url, const VideoSource::Options &wanted)
    {
        JpegSource source(m_network);
        SourceLog log(source);
        source.open(url, wanted);
        if (!log.waitForState(VideoSource::Failed) || log.detail.contains(u"SECRET") || log.detail.isEmpty()) {
            qWarning("%d: %s", int(source.state()), qPrintable(log.detail));
            return VideoSource::None;
        }
        return log.why;
    }

    TestHttpServer m_server;
    QNetworkAccessManager m_network;
};

CS_TEST(TestJpegSource)
#include "tst_jpegsource.moc"

#include <QSslCertificate>

#include "base/uniquefd.h"
#include "support/freeport.h"
#include "support/testprogram.h"
#include "support/tlsrig.h"
#include "unit/console_video/loopwatch.h"
#include "unit/console_video/numberedvideo.h"
#include "unit/console_video/sourcelog.h"
#include "unit/console_video/testhttpserver.h"
#include "video/libavsource.h"
#include "video/threadreaper.h"

using namespace cs;
using namespace std::chrono_literals;
using Kind = NumberedVideo::Kind;
using Request = TestHttpServer::Request;

namespace {

const auto VideoAddress = QStringLiteral("video?token=SECRET");

VideoSource::Options recordingOptions(std::chrono::milliseconds patience = 5s)
{
    VideoSource::Options wanted;
    wanted.kind = VideoSource::Options::Kind::Recording;
    wanted.startPaused = true;
    wanted.patience = patience;
    return wanted;
}

}  // namespace

// Web servers that refuse, hang, break off or lie, and what is said of them. Every address holds a token that must not
// come back.
class TestRecordingFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_video = NumberedVideo::make(Kind::Fragments, 90, {320, 192}, NumberedVideo::Grain::Much);
        QVERIFY2(m_video.size() > 1'000'000, qPrintable(QString::number(m_video.size())));
        m_server.serve("video", m_video);
        m_large = NumberedVideo::make(Kind::MoovInFront, 90, {640, 360}, NumberedVideo::Grain::Much);
        QVERIFY2(m_large.size() > 2'500'000, qPrintable(QString::number(m_large.size())));
        m_server.serve("large", m_large);
    }

    void cleanup()
    {
        m_server.setHandler({});
        m_server.dropConnections();
        QVERIFY(QTest::qWaitFor([&] { return m_reaper.running() == 0; }));
    }

    void statusIsUnderstood_data()
    {
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<VideoSource::Why>("why");
        QTest::newRow("wrong token") << QByteArray("401 Unauthorized") << VideoSource::Auth;
        QTest::newRow("no right") << QByteArray("403 Forbidden") << VideoSource::Auth;
        QTest::newRow("no file") << QByteArray("404 Not Found") << VideoSource::NotFound;
        QTest::newRow("deleted") << QByteArray("410 Gone") << VideoSource::NotFound;
        QTest::newRow("empty") << QByteArray("416 Range Not Satisfiable") << VideoSource::Codec;
        QTest::newRow("no ranges") << QByteArray("200 OK") << VideoSource::Refused;
        QTest::newRow("redirection") << QByteArray("302 Found\r\nLocation: http://127.0.0.1:1/") << VideoSource::Lost;
        QTest::newRow("broken") << QByteArray("500 Internal Server Error") << VideoSource::Lost;
    }
    void statusIsUnderstood()
    {
        QFETCH(QByteArray, status);
        m_server.setHandler([status](QTcpSocket &socket, const Request &) {
            socket.write("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n");
        });
        QTEST(failureOf(m_server.url(VideoAddress), recordingOptions()), "why");
    }

    void liesAreNotBelieved_data()
    {
        QTest::addColumn<QByteArray>("head");
        const QByteArray part = "HTTP/1.1 206 Partial Content\r\n";
        QTest::newRow("garbage") << QByteArray(5000, '\x80');
        QTest::newRow("another protocol") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n\r\n");
        QTest::newRow("no range") << part + "Content-Length: 10\r\n\r\n0123456789";
        QTest::newRow("another range") << part + "Content-Length: 2\r\nContent-Range: bytes 5-6/100\r\n\r\n01";
        QTest::newRow("too much")
            << part + "Content-Length: 9999999999\r\nContent-Range: bytes 0-9999999998/9999999999\r\n\r\n";
        QTest::newRow("negative") << part + "Content-Length: -5\r\nContent-Range: bytes 0--6/-5\r\n\r\n";
        QTest::newRow("not a number") << part + "Content-Length: x\r\nContent-Range: bytes a-b/c\r\n\r\n";
        QTest::newRow("chunks")
            << part + "Transfer-Encoding: chunked\r\nContent-Range: bytes 0-1/2\r\n\r\n2\r\n01\r\n0\r\n\r\n";
        QTest::newRow("endless line") << "HTTP/1.1 206 " + QByteArray(3'000'000, 'x');
        QTest::newRow("endless head") << part + QByteArray("X: y\r\n").repeated(500'000);
    }
    void liesAreNotBelieved()
    {
        QFETCH(QByteArray, head);
        m_server.setHandler([head](QTcpSocket &socket, const Request &) { socket.write(head); });
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(failureOf(m_server.url(VideoAddress), recordingOptions()), VideoSource::Lost);
        // By what was said, not by running out of time.
        QVERIFY(timer.elapsed() < 4000);
    }

    void filesThatAreNoVideoAreCalledSo_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("text") << QByteArray("Hello, world.\n").repeated(1000);
        QTest::newRow("zeros") << QByteArray(600'000, 0);
        QTest::newRow("a list of other files") << QByteArray("#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n");
        QTest::newRow("boxes of endless size") << QByteArray::fromHex("7fffffff6d6f6f76").repeated(5000);
        QTest::newRow("truncated") << m_video.left(900);
    }
    void filesThatAreNoVideoAreCalledSo()
    {
        QFETCH(QByteArray, bytes);
        m_server.serve("other", bytes);
        QCOMPARE(failureOf(m_server.url(QStringLiteral("other?token=SECRET")), recordingOptions()), VideoSource::Codec);
    }

    void damagedVideoNeverHurts()
    {
        quint32 random = 7;
        for (int round = 0; round < 40; ++round) {
            QByteArray damaged = m_video.left(400'000);
            for (int i = 0; i < 60; ++i) {
                random = random * 1664525 + 1013904223;
                // Most of it where the boxes are.
                const auto range = i % 2 ? quint32(2000) : quint32(damaged.size());
                damaged[qsizetype((random >> 4) % range)] = char(random >> 24);
            }
            m_server.serve("other", damaged);
            LibavSource source(m_reaper);
            SourceLog log(source);
            source.open(m_server.url(QStringLiteral("other")), recordingOptions(1s));
            QVERIFY(QTest::qWaitFor([&] { return source.state() != VideoSource::Connecting; }, 8000));
            source.seek(1s);
            source.step(-2);
            source.setPaused(false);
            QTest::qWait(30);
        }
    }

    void largerPicturesThanAllowedAreRefused()
    {
        auto wanted = recordingOptions();
        wanted.maxPixels = 320 * 192 - 1;
        QCOMPARE(failureOf(m_server.url(VideoAddress), wanted), VideoSource::Codec);
    }

    void otherKindsOfAddressesAreNotOpened()
    {
        for (const char *address : {"file:///etc/passwd", "ftp://127.0.0.1/x", "concat:a|b", "rtsps://127.0.0.1/x", "",
                                    "http:///x", "rtsp://127.0.0.1/live-is-no-recording"})
            QCOMPARE(failureOf(QUrl(QString::fromLatin1(address)), recordingOptions()), VideoSource::Refused);
    }

    void nobodyListens()
    {
        QUrl url = m_server.url(VideoAddress);
        url.setPort(freePort());
        QCOMPARE(failureOf(url, recordingOptions()), VideoSource::Refused);
    }

    void aServerThatNeverAnswersTimesOut()
    {
        // A listening socket that nobody serves, and one that takes connections and says nothing.
        QTcpServer deaf;
        QVERIFY(deaf.listen(QHostAddress::LocalHost));
        deaf.pauseAccepting();
        QUrl url = m_server.url(VideoAddress);
        url.setPort(deaf.serverPort());
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(failureOf(url, recordingOptions(700ms)), VideoSource::Timeout);
        QVERIFY(timer.elapsed() >= 700 && timer.elapsed() < 3000);
        m_server.setHandler([](QTcpSocket &, const Request &) {});
        QCOMPARE(failureOf(m_server.url(VideoAddress), recordingOptions(700ms)), VideoSource::Timeout);
    }

    void aServerThatFallsSilentWhilePlayingIsCalledStalledAndThenLost()
    {
        auto wanted = recordingOptions(2500ms);
        wanted.startPaused = false;
        wanted.stallAfter = 500ms;
        LibavSource source(m_reaper);
        SourceLog log(source);
        source.open(m_server.url(QStringLiteral("large?token=SECRET")), wanted);
        QVERIFY(log.waitForFrames(5));
        m_server.setHandler([](QTcpSocket &, const Request &) {});
        source.setRate(8);
        QVERIFY(log.waitForState(VideoSource::Failed));
        QCOMPARE(log.why, VideoSource::Lost);
        QVERIFY(log.states.contains(VideoSource::Stalled));
        QVERIFY(!log.detail.contains(u"SECRET"));
    }

    void aStalledRecordingMovesAgainWhenTheServerDoes()
    {
        auto wanted = recordingOptions(10s);
        wanted.startPaused = false;
        wanted.stallAfter = 300ms;
        LibavSource source(m_reaper);
        SourceLog log(source);
        QPointer<QTcpSocket> held;
        Request what;
        m_server.setHandler([&](QTcpSocket &socket, const Request &request) {
            if (request.first > m_large.size() / 2 || held) {
                held = &socket;
                what = request;
            } else {
                m_server.serveFile(socket, request);
            }
        });
        source.setRate(8);
        source.open(m_server.url(QStringLiteral("large")), wanted);
        QVERIFY(log.waitForState(VideoSource::Stalled));
        QVERIFY(held);
        m_server.setHandler({});
        m_server.serveFile(*held, what);
        QVERIFY(log.waitForState(VideoSource::Live));
        QVERIFY(log.waitForState(VideoSource::Ended));
    }

    void aServerThatDripsIsLostInTheEnd()
    {
        // A byte now and then keeps it from being silent; the answer must come all the same.
        QTimer drip;
        QList<QPointer<QTcpSocket>> sockets;
        m_server.setHandler([&](QTcpSocket &socket, const Request &) {
            socket.write("HTTP/1.1 206 Partial Content\r\n");
            sockets << &socket;
        });
        connect(&drip, &QTimer::timeout, this, [&] {
            for (const auto &socket : std::as_const(sockets))
                if (socket)
                    socket->write("X: y\r\n");
        });
        drip.start(50);
        QCOMPARE(failureOf(m_server.url(VideoAddress), recordingOptions(1s)), VideoSource::Lost);
    }

    void aFileThatShrinksIsLost()
    {
        LibavSource source(m_reaper);
        SourceLog log(source);
        m_server.serve("changing", m_large);
        source.open(m_server.url(QStringLiteral("changing")), recordingOptions());
        QVERIFY(log.waitForState(VideoSource::Paused));
        m_server.serve("changing", m_large.left(m_large.size() / 2));
        source.seek(5500ms);
        QVERIFY(log.waitForState(VideoSource::Failed));
        QCOMPARE(log.why, VideoSource::Lost);
    }

    void aSelfSignedServerPlaysOnlyByItsPin()
    {
        const auto material = testMaterial();
        TestHttpServer server(material->configuration);
        server.serve("video", m_video);
        const QUrl url = server.url(VideoAddress);
        QCOMPARE(failureOf(url, recordingOptions()), VideoSource::Refused);
        auto pinned = recordingOptions();
        pinned.certificatePin = QByteArray(32, 'x');
        QCOMPARE(failureOf(url, pinned), VideoSource::Refused);
        // Nothing was asked of a server that is not trusted: the token is in the request.
        QCOMPARE(server.requests(), 0);
        pinned.certificatePin = QByteArray::fromHex(material->fingerprint.toLatin1());
        LibavSource source(m_reaper);
        SourceLog log(source);
        source.open(url, pinned);
        QVERIFY2(log.waitForState(VideoSource::Paused), qPrintable(log.detail));
        source.seek(5s);
        QVERIFY(log.waitForNext());
        QCOMPARE(NumberedVideo::numberIn(log.frames.last().picture), NumberedVideo::numberAt(5s));
    }

    void aServerThatHangsInItsHandshakeTimesOut()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        const QUrl url(QStringLiteral("https://127.0.0.1:%1/video?token=SECRET").arg(silent.serverPort()));
        QCOMPARE(failureOf(url, recordingOptions(700ms)), VideoSource::Timeout);
    }

    void closingAndDeletingNeverWait()
    {
        m_server.setHandler([](QTcpSocket &, const Request &) {});
        // The best of three, since the machine may be busy with other things; a wait would be there each time.
        qint64 longest = std::numeric_limits<qint64>::max();
        for (int round = 0; round < 3 && longest >= 100; ++round) {
            LoopWatch watch;
            for (int i = 0; i < 10; ++i) {
                auto source = std::make_unique<LibavSource>(m_reaper);
                source->open(m_server.url(VideoAddress), recordingOptions());
                QTest::qWait(20);
                source->open(m_server.url(VideoAddress), recordingOptions());
                QTest::qWait(20);
                source->close();
                source->open(m_server.url(VideoAddress), recordingOptions());
            }
            QTest::qWait(50);
            longest = watch.longestMs();
        }
        QVERIFY2(longest < 100, qPrintable(QString::number(longest)));
        // And soon nothing is left of them.
        QVERIFY(QTest::qWaitFor([&] { return m_reaper.running() == 0; }, 1000));
    }

private:
    VideoSource::Why failureOf(const QUrl &url, const VideoSource::Options &wanted)
    {
        LibavSource source(m_reaper);
        SourceLog log(source);
        source.open(url, wanted);
        if (!log.waitForState(VideoSource::Failed) || log.detail.contains(u"SECRET") || log.detail.isEmpty()) {
            qWarning("%d: %s", int(source.state()), qPrintable(log.detail));
            return VideoSource::None;
        }
        return log.why;
    }

    QByteArray m_video;
    QByteArray m_large;  // more than is read ahead
    TestHttpServer m_server;
    ThreadReaper m_reaper;
};

CS_TEST(TestRecordingFaults)
#include "tst_recordingfaults.moc"

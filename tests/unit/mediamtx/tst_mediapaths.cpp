#include <csignal>

#include <QDir>
#include <QFile>

#include "mediamtx/apiclient.h"
#include "support/logcapture.h"
#include "support/mediamtxrig.h"
#include "support/testprogram.h"
#include "support/toolprocess.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

const auto PathName = QStringLiteral("camera0");
const auto Manual = QStringLiteral("manual/camera0");

// Remembers the sessions of readers, lets all outsiders read.
class ReadersWelcome final : public StreamAuthority {
public:
    bool admit(const StreamRequest &request) override
    {
        const QMutexLocker lock(&m_mutex);
        if (request.action == u"read")
            m_last = request.id;
        return request.action == u"read";
    }
    QString lastReader() const
    {
        const QMutexLocker lock(&m_mutex);
        return m_last;
    }

private:
    mutable QMutex m_mutex;
    QString m_last;
};

bool isLive(const PathState &state)
{
    return state.available && state.online && state.inboundBytes > 0;
}

}  // namespace

// One MediaMTX and one camera picture for all tests: each leaves them as it found them.
class TestMediaPaths : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QString problem = m_rig.prepare();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QVERIFY(waitFor(m_rig.server->setPath({PathName, {}, false, {}})).ok());
        QVERIFY(waitFor(m_rig.server->setPath({QStringLiteral("camera1"), {}, false, {}})).ok());
        QVERIFY(m_rig.startAndWait());
        m_token = m_rig.tokens.forPublisher(PathName);
        m_camera = std::make_unique<TestPublisher>(urlFor(PathName, m_token));
        QVERIFY2(m_rig.waitForPath(PathName, isLive), m_camera->output());
    }

    void pollSaysWhatThePathCarries()
    {
        const PathState state = m_rig.server->paths().value(PathName);
        QCOMPARE(state.size, QSize(320, 240));
        QCOMPARE(state.codecs, QStringList{QStringLiteral("H264")});
        QVERIFY(state.availableSince.has_value());
        QCOMPARE(state.readers, 0);
        const PathState idle = m_rig.server->paths().value(QStringLiteral("camera1"));
        QVERIFY(!idle.available && !idle.availableSince && idle.size.isEmpty());
        QVERIFY(
            m_rig.waitForPath(PathName, [&](const PathState &now) { return now.inboundBytes > state.inboundBytes; }));
    }

    void publisherTokenServesOneSessionAlone()
    {
        // A thief who read it from the process list, while it is young.
        TestPublisher thief(urlFor(PathName, m_token));
        QVERIFY(thief.waitForEnd());
        QVERIFY(thief.output().contains("401"));
        QVERIFY(m_camera->isRunning());
    }

    void publisherTokenIsDeadWhenItCameToNoUseInTime()
    {
        const QByteArray token = m_rig.tokens.forPublisher(QStringLiteral("camera1"));
        m_rig.clock.advance(InternalTokens::PublisherLife);
        TestPublisher late(urlFor(QStringLiteral("camera1"), token));
        QVERIFY(late.waitForEnd());
        QVERIFY(late.output().contains("401"));
    }

    void outsidersCannotPublish()
    {
        TestPublisher stranger(urlFor(QStringLiteral("camera1"), {}));
        QVERIFY(stranger.waitForEnd());
        QVERIFY(stranger.output().contains("401"));
    }

    void newestPartsComeOverHls()
    {
        const auto index = waitFor(m_rig.server->fetchHls(QStringLiteral("camera0/index.m3u8")));
        QVERIFY2(index.ok(), index.ok() ? "" : qPrintable(index.error().message));
        QVERIFY(index->startsWith("#EXTM3U"));
        const auto playlist = waitFor(m_rig.server->fetchHls(PathName + u'/' + lastLine(*index)));
        QVERIFY(playlist.ok());
        QVERIFY(playlist->contains("#EXT-X-PART:"));
        for (const QByteArray &text : {*index, *playlist}) {
            QVERIFY(!text.contains("session="));
            QVERIFY(!text.contains("token="));
        }
        const auto init = waitFor(m_rig.server->fetchHls(PathName + u'/' + named(*playlist, "#EXT-X-MAP:URI=\"")));
        const auto part = waitFor(m_rig.server->fetchHls(PathName + u'/' + named(*playlist, "DURATION=", "URI=\"")));
        QVERIFY(init.ok() && init->mid(4, 4) == "ftyp");
        QVERIFY(part.ok() && part->contains("moof"));
    }

    void ourOwnLooksAreNoViewers()
    {
        for (int i = 0; i < 3; ++i)
            QVERIFY(waitFor(m_rig.server->fetchHls(QStringLiteral("camera0/index.m3u8"))).ok());
        QSignalSpy polled(m_rig.server.get(), &MediaServer::polled);
        QTRY_VERIFY(polled.count() >= 2);
        QCOMPARE(m_rig.server->paths().value(PathName).readers, 0);
    }

    void missingHlsIsNotFound_data()
    {
        QTest::addColumn<QString>("file");
        for (const char *file :
             {"camera0/nothing.mp4", "camera1/index.m3u8", "camera9/index.m3u8", "index.m3u8", "camera0/", "",
              "../camera0/index.m3u8", "camera0/..%2f..%2fv3/info.m3u8", "camera0/x?session=1"})
            QTest::addRow("'%s'", file) << QString::fromLatin1(file);
    }

    void missingHlsIsNotFound()
    {
        QFETCH(QString, file);
        const auto answer = waitFor(m_rig.server->fetchHls(file));
        QVERIFY(!answer.ok());
        QCOMPARE(answer.error().code, ErrorCode::NotFound);
    }

    void viewersCountAndCanBeKicked()
    {
        QProcess viewer;
        viewer.start(QStringLiteral("ffmpeg"),
                     {QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-nostdin"),
                      QStringLiteral("-rtsp_transport"), QStringLiteral("tcp"), QStringLiteral("-i"),
                      QString::fromLatin1(urlFor(PathName, {})), QStringLiteral("-f"), QStringLiteral("null"),
                      QStringLiteral("-")});
        QVERIFY(m_rig.waitForPath(PathName, [](const PathState &state) { return state.readers == 1; }));
        QVERIFY(waitFor(m_rig.server->kick(MediaServer::SessionKind::Rtsp, m_authority.lastReader())).ok());
        QTRY_COMPARE_WITH_TIMEOUT(viewer.state(), QProcess::NotRunning, 10000);
        QVERIFY(m_rig.waitForPath(PathName, [](const PathState &state) { return state.readers == 0; }));
    }

    void kickingWhoIsGoneIsFine()
    {
        const auto id = QStringLiteral("6c66fddf-22af-4c87-9ea4-4542ab8152ad");
        for (const auto kind :
             {MediaServer::SessionKind::Rtsp, MediaServer::SessionKind::Hls, MediaServer::SessionKind::WebRtc})
            QVERIFY(waitFor(m_rig.server->kick(kind, id)).ok());
    }

    void recordingBesideTheCameraPullsWithOurToken()
    {
        const QByteArray source = m_rig.server->rtspBase() + '/' + PathName.toLatin1()
                                  + "?token=" + m_rig.tokens.forReader(PathName);
        const QString pattern = m_rig.folder.filePath(QStringLiteral("rec/%path/%Y-%m-%d_%H-%M-%S-%f"));
        QVERIFY(waitFor(m_rig.server->setPath({Manual, source, true, pattern, PathSpec::Visibility::Hidden})).ok());
        QVERIFY(m_rig.waitForPath(Manual, isLive));
        QDir folder(m_rig.folder.filePath(QStringLiteral("rec/manual/camera0")));
        QTRY_VERIFY(folder.entryList(QDir::Files).size() == 1);
        QTRY_VERIFY((folder.refresh(), folder.entryInfoList(QDir::Files).front().size() > 10000));
        QCOMPARE(m_rig.server->paths().value(PathName).readers, 0);
        QVERIFY(waitFor(m_rig.server->removePath(Manual)).ok());
        // Names are UTC whatever the zone of this machine.
        const auto stamp = QDateTime::fromString(folder.entryList(QDir::Files).front().left(19),
                                                 QStringLiteral("yyyy-MM-dd_HH-mm-ss"));
        const auto utc = QDateTime(stamp.date(), stamp.time(), Qt::UTC);
        QVERIFY(qAbs(utc.secsTo(QDateTime::currentDateTimeUtc())) < 60);
    }

    void tokensStayOutOfTheLog()
    {
        LogCapture log;
        const QByteArray bad = "a-token-that-is-none";
        TestPublisher stranger(urlFor(PathName, bad));
        QVERIFY(stranger.waitForEnd());
        QVERIFY(waitFor(m_rig.server->fetchHls(QStringLiteral("camera0/index.m3u8"))).ok());
        QTRY_VERIFY(log.text().contains(QStringLiteral("failed to authenticate")));
        for (const QByteArray &secret : {bad, m_token, m_rig.tokens.forReader(PathName), m_rig.tokens.forApi()})
            QVERIFY(!log.text().contains(QString::fromLatin1(secret)));
    }

    // The last one: the camera's picture does not survive it.
    void hlsWorksAgainAfterARestart()
    {
        ::kill(static_cast<pid_t>(m_rig.server->processId()), SIGKILL);
        QVERIFY(m_rig.waitForState(MediaServer::State::Failed));
        QVERIFY(m_rig.waitForState(MediaServer::State::Running));
        m_camera = std::make_unique<TestPublisher>(urlFor(PathName, m_rig.tokens.forPublisher(PathName)));
        QVERIFY(m_rig.waitForPath(PathName, isLive));
        QTRY_VERIFY(waitFor(m_rig.server->fetchHls(QStringLiteral("camera0/video1_stream.m3u8"))).ok());
    }

    void cleanupTestCase() { m_camera.reset(); }

private:
    QByteArray urlFor(const QString &path, const QByteArray &token) const
    {
        return m_rig.server->rtspBase() + '/' + path.toLatin1() + (token.isEmpty() ? QByteArray() : "?token=" + token);
    }
    static QString lastLine(const QByteArray &playlist)
    {
        return QString::fromLatin1(playlist.trimmed().split('\n').back());
    }
    // The quoted name behind the last of these marks.
    static QString named(const QByteArray &playlist, const QByteArray &mark, const QByteArray &next = {})
    {
        qsizetype begin = playlist.lastIndexOf(mark);
        begin = next.isEmpty() ? begin + mark.size() : playlist.indexOf(next, begin) + next.size();
        return QString::fromLatin1(playlist.mid(begin, playlist.indexOf('"', begin) - begin));
    }

    ReadersWelcome m_authority;
    MediaMtxRig m_rig{m_authority};
    QByteArray m_token;
    std::unique_ptr<TestPublisher> m_camera;
};

CS_TEST(TestMediaPaths)
#include "tst_mediapaths.moc"

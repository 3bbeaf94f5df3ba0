#include <sys/stat.h>

#include <QRegularExpression>

#include "mediafixture.h"
#include "recordings/jpegheader.h"
#include "recordings/snapshots.h"
#include "support/processlife.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

class TestSnapshots : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void snapshotIsAJpegOfTheStreamsSize();
    void playlistIsLookedUpAnewWhenItIsGone();
    void givenNameIsKept();
    void nameIsRefused_data();
    void nameIsRefused();
    void ofTwoWithOneNameOneWins();
    void manyAtOnceHaveTheirOwnNames();
    void clockThatIsSetBackGivesHonestNamesAndNoneTwice();
    void tooMuchVideoAtOnceIsRefused();
    void deletedFolderIsMadeAgain();
    void failureLeavesNothing_data();
    void failureLeavesNothing();
    void decoderFailureIsReported_data();
    void decoderFailureIsReported();
    void decoderKeepsToItsLimitOfProcesses();
    void decoderThatGoesTakesItsProcessesAlong();
    void helperRefusesHostileInput_data();
    void helperRefusesHostileInput();

private:
    std::unique_ptr<Snapshots> make(const QString &helper = QStringLiteral(CS_FRAME_HELPER),
                                    qint64 maxVideoBytes = LivePicture::MaxBytesInAll)
    {
        SnapshotOptions options;
        options.maxVideoBytes = maxVideoBytes;
        options.helper = helper;
        return std::make_unique<Snapshots>(m_media->server, m_media->lookup(), *m_media->library, m_media->clock,
                                           options);
    }
    QString script(const QByteArray &text)
    {
        const QString path = m_media->folder.filePath(QStringLiteral("helper.sh"));
        writeFile(path, "#!/bin/sh\n" + text + '\n');
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return path;
    }
    QStringList files() const
    {
        return QDir(m_media->library->snapshotsFolder()).entryList(QDir::Files | QDir::Hidden);
    }
    static FileName name(const char *text) { return FileName::parse(QString::fromUtf8(text)).value_or(FileName()); }

    std::unique_ptr<MediaFixture> m_media;
};

void TestSnapshots::initTestCase()
{
    QVERIFY2(SampleVideo::instance().problem.isEmpty(), qPrintable(SampleVideo::instance().problem));
}

void TestSnapshots::init()
{
    m_media = std::make_unique<MediaFixture>();
    const auto &video = SampleVideo::instance();
    m_media->server.hls = {
        {QStringLiteral("camera0/index.m3u8"), "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nvideo.m3u8\n"},
        {QStringLiteral("camera0/video.m3u8"),
         "#EXTM3U\n#EXT-X-MAP:URI=\"init.mp4\"\n#EXTINF:1,\nseg.mp4\n"
         "#EXT-X-PART:DURATION=0.2,URI=\"p0.mp4\",INDEPENDENT=YES\n#EXT-X-PART:DURATION=0.2,URI=\"p1.mp4\"\n"},
        {QStringLiteral("camera0/init.mp4"), video.header},
        {QStringLiteral("camera0/p0.mp4"), video.fragments[0]},
        {QStringLiteral("camera0/p1.mp4"), video.fragments[1]}};
}

void TestSnapshots::snapshotIsAJpegOfTheStreamsSize()
{
    const auto snapshots = make();
    QSignalSpy taken(snapshots.get(), &Snapshots::taken);
    const auto snapshot = m_media->answer(snapshots->take(CameraId(0), {}));
    QVERIFY2(snapshot.ok(), snapshot.ok() ? "" : qPrintable(snapshot.error().message));
    QCOMPARE(snapshot->file.toString(), stampedName(CameraId(0), m_media->clock.now()) + QStringLiteral(".jpg"));
    QCOMPARE(snapshot->size, QSize(160, 120));
    const QString path = m_media->library->pathOf(MediaKind::Snapshot, snapshot->file);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray jpeg = file.readAll();
    QCOMPARE(jpeg.size(), snapshot->sizeBytes);
    QCOMPARE(jpegSize(jpeg).value_or(QSize()), QSize(160, 120));
    QCOMPARE(taken.size(), 1);
    QVERIFY(m_media->index->contains(MediaKind::Snapshot, snapshot->file));
    QCOMPARE(m_media->answer(m_media->library->info(MediaKind::Snapshot, snapshot->file))->size, QSize(160, 120));
    // Only what is needed was read.
    QVERIFY(!m_media->server.fetched.contains(QStringLiteral("camera0/seg.mp4")));
    QCOMPARE(files().size(), 1);
}

void TestSnapshots::playlistIsLookedUpAnewWhenItIsGone()
{
    const auto snapshots = make();
    QVERIFY(m_media->answer(snapshots->take(CameraId(0), {})).ok());
    auto &hls = m_media->server.hls;
    hls.insert(QStringLiteral("camera0/other.m3u8"), hls.take(QStringLiteral("camera0/video.m3u8")));
    hls.insert(QStringLiteral("camera0/index.m3u8"), "#EXT-X-STREAM-INF:BANDWIDTH=1\nother.m3u8\n");
    QVERIFY(m_media->answer(snapshots->take(CameraId(0), {})).ok());
    m_media->server.fetched.clear();
    QVERIFY(m_media->answer(snapshots->take(CameraId(0), {})).ok());
    QVERIFY(!m_media->server.fetched.contains(QStringLiteral("camera0/index.m3u8")));
}

void TestSnapshots::givenNameIsKept()
{
    const auto snapshots = make();
    for (const char *text : {"front-door.jpg", "Tür.JPEG"})
        QCOMPARE(m_media->answer(snapshots->take(CameraId(0), name(text)))->file, name(text));
}

void TestSnapshots::nameIsRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("no suffix") << QByteArray("picture");
    QTest::newRow("another suffix") << QByteArray("picture.png");
    QTest::newRow("has a row") << QByteArray("taken.jpg");
    QTest::newRow("has a file") << QByteArray("foreign.jpg");
}

void TestSnapshots::nameIsRefused()
{
    QFETCH(QByteArray, text);
    const auto snapshots = make();
    QVERIFY(m_media->answer(snapshots->take(CameraId(0), name("taken.jpg"))).ok());
    const QString foreign = m_media->library->snapshotsFolder() + QStringLiteral("/foreign.jpg");
    QVERIFY(writeFile(foreign, "mine"));
    const auto refused = m_media->answer(snapshots->take(CameraId(0), name(text)));
    QVERIFY(!refused.ok());
    QCOMPARE(int(refused.error().code), int(ErrorCode::InvalidParams));
    QCOMPARE(refused.error().data.value("param").toString(), QStringLiteral("filename"));
    QCOMPARE(QFileInfo(foreign).size(), 4);
    QCOMPARE(files().size(), 2);
}

void TestSnapshots::ofTwoWithOneNameOneWins()
{
    const auto snapshots = make();
    std::vector<Async<Snapshot>> answers;
    for (int i = 0; i < 4; ++i)
        answers.push_back(snapshots->take(CameraId(0), name("one.jpg")));
    int won = 0;
    for (const auto &answer : answers) {
        const auto result = m_media->answer(answer);
        won += result.ok() ? 1 : 0;
        if (!result.ok())
            QCOMPARE(int(result.error().code), int(ErrorCode::InvalidParams));
    }
    QCOMPARE(won, 1);
    QCOMPARE(files(), QStringList{QStringLiteral("one.jpg")});
    QVERIFY(m_media->answer(m_media->library->info(MediaKind::Snapshot, name("one.jpg"))).ok());
}

void TestSnapshots::clockThatIsSetBackGivesHonestNamesAndNoneTwice()
{
    const auto snapshots = make();
    const auto take = [&] { return m_media->answer(snapshots->take(CameraId(0), {})); };
    const auto stamped = [this](std::chrono::microseconds later) {
        return stampedName(CameraId(0), m_media->clock.now() + later) + QStringLiteral(".jpg");
    };
    QCOMPARE(take()->file.toString(), stamped(0us));
    // A correction: the order stays.
    m_media->clock.advance(-1s);
    QCOMPARE(take()->file.toString(), stamped(1s + 1us));
    m_media->clock.advance(-1h);
    QCOMPARE(take()->file.toString(), stamped(0us));
    // The moments of the first two come again.
    m_media->clock.advance(1h + 1s);
    const auto again = take();
    QVERIFY(again.ok());
    QCOMPARE(again->file.toString(), stamped(2us));
    QCOMPARE(files().size(), 4);
}

void TestSnapshots::manyAtOnceHaveTheirOwnNames()
{
    const auto snapshots = make();
    std::vector<Async<Snapshot>> answers;
    for (int i = 0; i < 12; ++i)
        answers.push_back(snapshots->take(CameraId(0), {}));
    for (const auto &answer : answers)
        QVERIFY(m_media->answer(answer).ok());
    QCOMPARE(files().size(), 12);
}

void TestSnapshots::tooMuchVideoAtOnceIsRefused()
{
    const auto snapshots = make(QStringLiteral(CS_FRAME_HELPER), SampleVideo::instance().first(2).size());
    // The media server answers at once, so the first video is held by the decoder when the second one comes.
    const auto first = snapshots->take(CameraId(0), {});
    const auto second = snapshots->take(CameraId(0), {});
    QCOMPARE(int(m_media->answer(second).error().code), int(ErrorCode::RateLimited));
    QVERIFY(m_media->answer(first).ok());
    QVERIFY(m_media->answer(snapshots->take(CameraId(0), {})).ok());
}

void TestSnapshots::deletedFolderIsMadeAgain()
{
    QVERIFY(QDir().rmdir(m_media->library->snapshotsFolder()));
    const auto snapshots = make();
    const auto one = snapshots->take(CameraId(0), {});
    const auto two = snapshots->take(CameraId(0), {});
    QVERIFY(m_media->answer(one).ok() && m_media->answer(two).ok());
    struct stat status = {};
    QCOMPARE(::stat(QFile::encodeName(m_media->library->snapshotsFolder()).constData(), &status), 0);
    QCOMPARE(int(status.st_mode & 07777), 0750);
}

void TestSnapshots::failureLeavesNothing_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("dependency");
    const int failed = int(ErrorCode::DependencyFailed);
    QTest::newRow("unknown camera") << int(ErrorCode::NotFound) << QString();
    QTest::newRow("not connected") << failed << QStringLiteral("camera");
    QTest::newRow("no MediaMTX") << failed << QStringLiteral("MediaMTX");
    QTest::newRow("full disk") << int(ErrorCode::InvalidState) << QString();
    QTest::newRow("nothing live") << failed << QStringLiteral("camera");
    QTest::newRow("a part is gone") << failed << QStringLiteral("camera");
    QTest::newRow("broken video") << failed << QStringLiteral("FFmpeg");
    QTest::newRow("no folder") << failed << QStringLiteral("storage");
    QTest::newRow("no row") << failed << QStringLiteral("storage");
}

void TestSnapshots::failureLeavesNothing()
{
    const QByteArray tag = QTest::currentDataTag();
    if (tag == "unknown camera")
        m_media->cameras.clear();
    else if (tag == "not connected")
        m_media->cameras[CameraId(0)].link = Camera::Link::Error;
    else if (tag == "no MediaMTX")
        m_media->server.become(MediaServer::State::Stopped);
    else if (tag == "full disk")
        m_media->freeBytes = 0;
    else if (tag == "nothing live")
        m_media->server.hls.clear();
    else if (tag == "a part is gone")
        m_media->server.hls.remove(QStringLiteral("camera0/p1.mp4"));
    else if (tag == "broken video")
        m_media->server.hls[QStringLiteral("camera0/init.mp4")].fill('x');
    else if (tag == "no folder")
        QVERIFY(QDir().rmdir(m_media->library->snapshotsFolder())
                && writeFile(m_media->library->snapshotsFolder(), "a file stands in its place"));
    else if (tag == "no row")
        m_media->database.close();
    const auto snapshots = make();
    QSignalSpy failed(snapshots.get(), &Snapshots::failed);
    const auto result = m_media->answer(snapshots->take(CameraId(0), {}));
    QVERIFY(!result.ok());
    QTEST(int(result.error().code), "code");
    QFETCH(QString, dependency);
    if (tag != "no row")
        QCOMPARE(result.error().data.value("dependency").toString(), dependency);
    QCOMPARE(failed.size(), tag == "unknown camera" ? 0 : 1);
    QVERIFY(files().isEmpty());
}

void TestSnapshots::decoderFailureIsReported_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("says why") << QByteArray("echo 'no \001key' >&2; echo more >&2; exit 5") << QByteArray("no ?key");
    QTest::newRow("crashes") << QByteArray("kill -SEGV $$") << QByteArray("crashed on this camera's video (signal 11)");
    QTest::newRow("killed") << QByteArray("kill -KILL $$") << QByteArray("killed from outside (signal 9)");
    QTest::newRow("ended") << QByteArray("kill -TERM $$") << QByteArray("ended from outside (signal 15); try again");
    QTest::newRow("gives no picture") << QByteArray("echo hello") << QByteArray("no whole picture");
    QTest::newRow("hangs") << QByteArray("exec sleep 60") << QByteArray("300 ms");
    QTest::newRow("never reads") << QByteArray("exec 0<&-; exit 3") << QByteArray("exit code 3");
}

void TestSnapshots::decoderFailureIsReported()
{
    QFETCH(QByteArray, text);
    FrameDecoder decoder(script(text), 3, 1, 300ms);
    const auto result = m_media->answer(decoder.jpegOf(QByteArray(1 << 20, 'x')));
    QVERIFY(!result.ok());
    QFETCH(QByteArray, words);
    QVERIFY2(result.error().message.contains(QString::fromLatin1(words)), qPrintable(result.error().message));
    FrameDecoder missing(QStringLiteral("/nowhere/frame"), 3, 1);
    QVERIFY(m_media->answer(missing.jpegOf("x")).error().message.contains(u"cannot be started"));
}

void TestSnapshots::decoderKeepsToItsLimitOfProcesses()
{
    // Each run leaves a file while it lives, and says how many there are.
    const QByteArray folder = QFile::encodeName(m_media->folder.filePath(QStringLiteral("running")));
    QDir().mkpath(QString::fromLocal8Bit(folder));
    FrameDecoder decoder(
        script("touch " + folder + "/$$; ls " + folder + " | wc -l >&2; sleep 0.05; rm " + folder + "/$$; exit 1"), 3,
        2);
    std::vector<Async<QByteArray>> answers;
    for (int i = 0; i < 8; ++i)
        answers.push_back(decoder.jpegOf("x"));
    for (const auto &answer : answers) {
        const auto result = m_media->answer(answer);
        QVERIFY(result.error().data.value("detail").toString().toInt() <= 2);
    }
}

void TestSnapshots::decoderThatGoesTakesItsProcessesAlong()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("QProcess")));
    const QString started = m_media->folder.filePath(QStringLiteral("started"));
    const QByteArray name = QFile::encodeName(started);
    auto decoder = std::make_unique<FrameDecoder>(
        script("echo $$ > " + name + ".new; mv " + name + ".new " + name + "; exec sleep 60"), 3, 1);
    (void)decoder->jpegOf("x");
    QTRY_VERIFY(QFile::exists(started));
    QFile file(started);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const qint64 pid = file.readAll().trimmed().toLongLong();
    QVERIFY(isAlive(pid));
    decoder.reset();
    QVERIFY(!isAlive(pid));
}

void TestSnapshots::helperRefusesHostileInput_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("#EXTM3U\nfile:///etc/passwd\n");
    QTest::newRow("header only") << SampleVideo::instance().header;
    QTest::newRow("too long") << QByteArray((64 << 20) + 1, 'x');
    QTest::newRow("media only") << SampleVideo::instance().fragments[0];
}

void TestSnapshots::helperRefusesHostileInput()
{
    QFETCH(QByteArray, input);
    QProcess helper;
    helper.start(QStringLiteral(CS_FRAME_HELPER), QStringList());
    helper.write(input);
    helper.closeWriteChannel();
    QVERIFY(helper.waitForFinished());
    QCOMPARE(helper.exitStatus(), QProcess::NormalExit);
    QVERIFY(helper.exitCode() > 0 && helper.exitCode() < 10);
    QVERIFY(helper.readAllStandardOutput().isEmpty());
    QCOMPARE(helper.readAllStandardError().count('\n'), 1);
}

CS_TEST(TestSnapshots)
#include "tst_snapshots.moc"

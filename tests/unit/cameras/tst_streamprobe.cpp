#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include "cameras/fmp4probe.h"
#include "cameras/hlsplaylist.h"
#include "cameras/streamprobe.h"
#include "support/fakemediaserver.h"
#include "support/testprogram.h"
#include "support/waitfor.h"

using namespace cs;

namespace {

// What MediaMTX serves, shortened.
const char *const MasterPlaylist =
    "#EXTM3U\n#EXT-X-VERSION:10\n\n"
    "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"audio\",NAME=\"a\",URI=\"audio2_stream.m3u8\"\n\n"
    "#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS=\"avc1.42c016\",AUDIO=\"audio\"\r\n"
    "video1_stream.m3u8\r\n";
const char *const MediaPlaylist = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MAP:URI=\"ab_video1_init.mp4\"\n"
                                  "#EXT-X-GAP\n#EXTINF:1.00000,\ngap.mp4\n"
                                  "#EXTINF:1.00000,\nab_video1_seg8.mp4\n"
                                  "#EXT-X-PART:DURATION=0.26667,URI=\"ab_video1_part9.mp4\",INDEPENDENT=YES\n"
                                  "#EXT-X-PART:DURATION=0.20000,URI=\"ab_video1_part10.mp4\"\n"
                                  "#EXTINF:2.00000,\nab_video1_seg9.mp4\n"
                                  "#EXT-X-PART:DURATION=0.13333,URI=\"ab_video1_part11.mp4\"\n"
                                  "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"ab_video1_part12.mp4\"\n";

struct Movie {
    QByteArray init;
    QByteArray fragments;
};

// A fragmented MP4 of two seconds with sound, as ffmpeg writes it.
Movie makeMovie(const QString &size, int fps, const QStringList &more = {})
{
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("movie.mp4"));
    const QString picture = QStringLiteral("testsrc2=size=%1:rate=%2").arg(size).arg(fps);
    QStringList arguments{"-nostdin",  "-loglevel", "error",   "-f", "lavfi", "-i",   picture,   "-f",
                          "lavfi",     "-i",        "sine",    "-t", "2",     "-c:v", "libx264", "-preset",
                          "ultrafast", "-pix_fmt",  "yuv420p", "-g", "10",    "-c:a", "aac"};
    arguments += more;
    arguments += {"-f", "mp4", "-movflags", "+frag_keyframe+empty_moov+default_base_moof", file};
    QProcess ffmpeg;
    ffmpeg.start(QStringLiteral("ffmpeg"), arguments);
    QFile written(file);
    if (!ffmpeg.waitForFinished(60000) || ffmpeg.exitCode() != 0 || !written.open(QIODevice::ReadOnly))
        return {};
    const QByteArray all = written.readAll();
    const qsizetype firstFragment = all.indexOf("moof") - 4;
    return {all.left(firstFragment), all.mid(firstFragment)};
}

}  // namespace

class TestStreamProbe : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void readsMasterPlaylist();
    void readsMediaPlaylist();
    void playlistsCannotLeadAway_data();
    void playlistsCannotLeadAway();
    void hugePlaylistsAreCut();
    void readsTrackAndSamples_data();
    void readsTrackAndSamples();
    void soundAloneIsNoVideo();
    void brokenBytesAreNothing();
    void mutatedBytesDoNoHarm();
    void liesAboutCountsAreRefused();
    void measuresTheNewestWholeSegment();
    void measuresAPartWhileThereIsNoSegment();
    void answersNotFoundWithoutStream();
    void survivesItsOwnEndWhileMeasuring();

private:
    Movie m_movie;
};

void TestStreamProbe::initTestCase()
{
    m_movie = makeMovie(QStringLiteral("320x240"), 25);
    QVERIFY(!m_movie.init.isEmpty());
}

void TestStreamProbe::readsMasterPlaylist()
{
    const auto playlist = HlsPlaylist::parse(QByteArray(MasterPlaylist));
    QCOMPARE(playlist.firstVariant, QStringLiteral("video1_stream.m3u8"));
    QVERIFY(playlist.segments.empty());
}

void TestStreamProbe::readsMediaPlaylist()
{
    const auto playlist = HlsPlaylist::parse(QByteArray(MediaPlaylist));
    QVERIFY(playlist.firstVariant.isEmpty());
    QCOMPARE(playlist.initFile, QStringLiteral("ab_video1_init.mp4"));
    QCOMPARE(playlist.segments.size(), size_t(2));
    QCOMPARE(playlist.segments.back().file, QStringLiteral("ab_video1_seg9.mp4"));
    QCOMPARE(playlist.segments.back().seconds, 2.0);
    QCOMPARE(playlist.parts.size(), size_t(3));
    QCOMPARE(playlist.parts.back().seconds, 0.13333);
}

void TestStreamProbe::playlistsCannotLeadAway_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const char *name : {"../secret.mp4", "/etc/passwd", "http://192.0.2.1/x.mp4", "a/b.mp4", "a?token=x", "..", "",
                             "a%2fb", "\\\\h\\x", "a b", "-x"})
        QTest::newRow(name) << QByteArray(name);
}

void TestStreamProbe::playlistsCannotLeadAway()
{
    QFETCH(QByteArray, name);
    const auto playlist = HlsPlaylist::parse("#EXT-X-MAP:URI=\"" + name + "\"\n#EXT-X-PART:DURATION=1,URI=\"" + name
                                             + "\"\n#EXTINF:1,\n" + name + "\n#EXT-X-STREAM-INF:A=1\n" + name + "\n");
    QVERIFY(playlist.initFile.isEmpty());
    QVERIFY(playlist.parts.empty());
    QVERIFY(playlist.segments.empty());
    QVERIFY(playlist.firstVariant.isEmpty());
}

void TestStreamProbe::hugePlaylistsAreCut()
{
    const QByteArray text = QByteArray("#EXTINF:nan,\na.mp4\n").repeated(100000);
    const auto playlist = HlsPlaylist::parse(text);
    QCOMPARE(playlist.segments.size(), size_t(2500));
    QCOMPARE(playlist.segments.front().seconds, 0.0);
}

void TestStreamProbe::readsTrackAndSamples_data()
{
    QTest::addColumn<QString>("size");
    QTest::addColumn<int>("fps");
    QTest::addColumn<QStringList>("more");
    QTest::newRow("25") << QStringLiteral("320x240") << 25 << QStringList();
    QTest::newRow("15 with B frames") << QStringLiteral("640x360") << 15 << QStringList{"-bf", "2"};
    QTest::newRow("60") << QStringLiteral("160x120") << 60 << QStringList();
    QTest::newRow("H265") << QStringLiteral("160x120") << 10
                          << QStringList{"-c:v", "libx265", "-x265-params",
                                         "log-level=error:pools=none:frame-threads=1"};
}

void TestStreamProbe::readsTrackAndSamples()
{
    QFETCH(QString, size);
    QFETCH(int, fps);
    QFETCH(QStringList, more);
    const Movie movie = makeMovie(size, fps, more);
    const auto track = fmp4VideoTrack(movie.init);
    QVERIFY(track.has_value());
    QCOMPARE(QStringLiteral("%1x%2").arg(track->size.width()).arg(track->size.height()), size);
    const auto samples = fmp4Samples(movie.fragments, *track);
    QVERIFY(samples.has_value());
    QCOMPARE(samples->count, qint64(fps * 2));
    // Where pictures and sound are interleaved, ffmpeg stretches the last frame of a fragment a little.
    QVERIFY(qAbs(samples->seconds - 2.0) < 0.05);
}

void TestStreamProbe::soundAloneIsNoVideo()
{
    QByteArray init = m_movie.init;
    init.replace("vide", "soun");
    QVERIFY(!fmp4VideoTrack(init));
    Fmp4Track other = *fmp4VideoTrack(m_movie.init);
    other.id = 99;
    QVERIFY(!fmp4Samples(m_movie.fragments, other));
}

void TestStreamProbe::brokenBytesAreNothing()
{
    const Fmp4Track track = *fmp4VideoTrack(m_movie.init);
    QVERIFY(!fmp4VideoTrack({}));
    QVERIFY(!fmp4Samples({}, track));
    for (qsizetype size = 0; size < m_movie.init.size(); ++size)
        QVERIFY(!fmp4VideoTrack(QByteArrayView(m_movie.init).first(size)));
    for (qsizetype size = 0; size < qMin<qsizetype>(m_movie.fragments.size(), 3000); ++size)
        (void)fmp4Samples(QByteArrayView(m_movie.fragments).first(size), track);
}

void TestStreamProbe::mutatedBytesDoNoHarm()
{
    QRandomGenerator random(20260101);
    const auto mutate = [&](QByteArray bytes) {
        for (int i = 0; i < 4; ++i)
            bytes[random.bounded(qMin<qsizetype>(bytes.size(), 1500))] = char(random.generate());
        return bytes;
    };
    const Fmp4Track good = *fmp4VideoTrack(m_movie.init);
    const QByteArray head = m_movie.fragments.left(20000);
    for (int round = 0; round < 5000; ++round) {
        const auto track = fmp4VideoTrack(mutate(m_movie.init));
        const auto samples = fmp4Samples(mutate(head), track.value_or(good));
        QVERIFY(!samples || (samples->count > 0 && samples->count <= 100000 && samples->seconds >= 0));
    }
}

void TestStreamProbe::liesAboutCountsAreRefused()
{
    // moof / traf / { tfhd of track 1, trun with 4294967295 samples and no field for any of them }
    const QByteArray tfhd = QByteArray::fromHex("00000010") + "tfhd" + QByteArray::fromHex("0000000000000001");
    const QByteArray trun = QByteArray::fromHex("00000010") + "trun" + QByteArray::fromHex("00000000ffffffff");
    const QByteArray traf = QByteArray::fromHex("00000028") + "traf" + tfhd + trun;
    const QByteArray moof = QByteArray::fromHex("00000030") + "moof" + traf;
    Fmp4Track track;
    track.id = 1;
    track.timescale = 1;
    track.defaultSampleDuration = 0xffffffff;
    QVERIFY(!fmp4Samples(moof, track));
    // A box that claims to be longer than all bytes, by its 64-bit size.
    QVERIFY(!fmp4VideoTrack(QByteArray::fromHex("00000001") + "moov" + QByteArray::fromHex("ffffffffffffffff")));
}

void TestStreamProbe::measuresTheNewestWholeSegment()
{
    FakeMediaServer server;
    server.hls.insert(QStringLiteral("camera0/index.m3u8"), MasterPlaylist);
    server.hls.insert(QStringLiteral("camera0/video1_stream.m3u8"), MediaPlaylist);
    server.hls.insert(QStringLiteral("camera0/ab_video1_init.mp4"), m_movie.init);
    server.hls.insert(QStringLiteral("camera0/ab_video1_seg9.mp4"), m_movie.fragments);
    StreamProbe probe(server, QStringLiteral("camera0"));
    const auto facts = waitFor(probe.measure());
    QVERIFY(facts.ok());
    QCOMPARE(qRound(facts->fps), 25);
    QCOMPARE(facts->size, QSize(320, 240));
    QVERIFY(!probe.isBusy());
}

void TestStreamProbe::measuresAPartWhileThereIsNoSegment()
{
    FakeMediaServer server;
    server.hls.insert(QStringLiteral("camera0/index.m3u8"), MasterPlaylist);
    server.hls.insert(QStringLiteral("camera0/video1_stream.m3u8"),
                      "#EXT-X-MAP:URI=\"i.mp4\"\n#EXT-X-PART:DURATION=0.2,URI=\"p.mp4\"\n");
    server.hls.insert(QStringLiteral("camera0/i.mp4"), m_movie.init);
    server.hls.insert(QStringLiteral("camera0/p.mp4"), m_movie.fragments);
    StreamProbe probe(server, QStringLiteral("camera0"));
    const auto facts = waitFor(probe.measure());
    QVERIFY(facts.ok());
    QCOMPARE(qRound(facts->fps), 25);
}

void TestStreamProbe::answersNotFoundWithoutStream()
{
    FakeMediaServer server;
    StreamProbe probe(server, QStringLiteral("camera0"));
    QCOMPARE(waitFor(probe.measure()).error().code, ErrorCode::NotFound);
    server.hls.insert(QStringLiteral("camera0/index.m3u8"), "#EXTM3U\n");
    QCOMPARE(waitFor(probe.measure()).error().code, ErrorCode::NotFound);
}

void TestStreamProbe::survivesItsOwnEndWhileMeasuring()
{
    class SlowServer : public FakeMediaServer {
    public:
        Async<QByteArray> fetchHls(const QString &) override { return pending.future(); }
        Promise<QByteArray> pending;
    };
    SlowServer server;
    auto probe = std::make_unique<StreamProbe>(server, QStringLiteral("camera0"));
    const auto future = probe->measure();
    probe.reset();
    QCOMPARE(waitFor(future).error().code, ErrorCode::Cancelled);
    server.pending.finish(QByteArray(MasterPlaylist));
}

CS_TEST(TestStreamProbe)
#include "tst_streamprobe.moc"

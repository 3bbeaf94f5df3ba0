#include "recordings/livepicture.h"
#include "support/fakemediaserver.h"
#include "support/testprogram.h"

using namespace cs;

namespace {

// Answers when a test says so.
class SlowServer : public FakeMediaServer {
public:
    Async<QByteArray> fetchHls(const QString &pathAndFile) override
    {
        fetched << pathAndFile;
        return m_waiting.emplace_back(pathAndFile, Promise<QByteArray>()).second.future();
    }
    // Until nobody asks any more.
    void answerAll()
    {
        while (!m_waiting.empty())
            answerOne();
    }
    void answerOne()
    {
        auto [file, promise] = std::move(m_waiting.front());
        m_waiting.erase(m_waiting.begin());
        if (hls.contains(file))
            promise.finish(hls.value(file));
        else
            promise.finish(Error::notFound(QStringLiteral("stream"), file));
    }

private:
    std::vector<std::pair<QString, Promise<QByteArray>>> m_waiting;
};

constexpr CameraId Zero{0};
constexpr CameraId One{1};

}  // namespace

class TestLivePicture : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void thoseWhoAskTogetherShareOneVideo();
    void whoAsksAfterThePlaylistGetsANewerOne();
    void failureReachesAllWhoAsked();
    void videosOfAllCamerasHaveOneLimit();
    void nothingIsKeptOfAForgottenCamera();

private:
    // How often the video's playlist was asked for.
    qsizetype playlists() const { return m_server->fetched.count(QStringLiteral("camera0/video.m3u8")); }

    std::unique_ptr<SlowServer> m_server;
};

void TestLivePicture::init()
{
    m_server = std::make_unique<SlowServer>();
    for (const char *camera : {"camera0/", "camera1/"}) {
        const QString path = QLatin1String(camera);
        m_server->hls.insert(path + QStringLiteral("index.m3u8"), "#EXT-X-STREAM-INF:BANDWIDTH=1\nvideo.m3u8\n");
        m_server->hls.insert(path + QStringLiteral("video.m3u8"),
                             "#EXTM3U\n#EXT-X-MAP:URI=\"init.mp4\"\n"
                             "#EXT-X-PART:DURATION=0.2,URI=\"p0.mp4\",INDEPENDENT=YES\n");
        m_server->hls.insert(path + QStringLiteral("init.mp4"), "init");
        m_server->hls.insert(path + QStringLiteral("p0.mp4"), "part-0");
    }
}

void TestLivePicture::thoseWhoAskTogetherShareOneVideo()
{
    LivePicture picture(*m_server);
    std::vector<Async<LiveVideo>> answers;
    for (int i = 0; i < 5; ++i)
        answers.push_back(picture.fetch(Zero));
    m_server->answerAll();
    for (const auto &answer : answers) {
        QCOMPARE(resultOf(answer)->mp4, QByteArray("initpart-0"));
        // The very same bytes.
        QCOMPARE(resultOf(answer)->mp4.constData(), resultOf(answers[0])->mp4.constData());
    }
    QCOMPARE(m_server->fetched.size(), 4);
}

void TestLivePicture::whoAsksAfterThePlaylistGetsANewerOne()
{
    LivePicture picture(*m_server);
    const auto first = picture.fetch(Zero);
    m_server->answerOne();
    m_server->answerOne();
    const auto second = picture.fetch(Zero);
    m_server->answerAll();
    QVERIFY(resultOf(first).ok() && resultOf(second).ok());
    QCOMPARE(playlists(), 2);
}

void TestLivePicture::failureReachesAllWhoAsked()
{
    LivePicture picture(*m_server);
    m_server->hls.clear();
    const auto first = picture.fetch(Zero);
    const auto second = picture.fetch(Zero);
    m_server->answerAll();
    for (const auto &answer : {first, second})
        QCOMPARE(int(resultOf(answer).error().code), int(ErrorCode::DependencyFailed));
}

void TestLivePicture::videosOfAllCamerasHaveOneLimit()
{
    const qint64 one = 10;
    LivePicture picture(*m_server, one + 5);
    {
        const auto first = picture.fetch(Zero);
        m_server->answerAll();
        QVERIFY(resultOf(first).ok());
        const auto second = picture.fetch(One);
        m_server->answerAll();
        QCOMPARE(int(resultOf(second).error().code), int(ErrorCode::RateLimited));
    }
    // The first is held by nobody any more, and what was refused holds nothing.
    const auto third = picture.fetch(One);
    m_server->answerAll();
    QVERIFY(resultOf(third).ok());
}

void TestLivePicture::nothingIsKeptOfAForgottenCamera()
{
    LivePicture picture(*m_server);
    (void)picture.fetch(Zero);
    m_server->answerAll();
    picture.forget(Zero);
    // One that is under way brings nothing back.
    const auto late = picture.fetch(Zero);
    picture.forget(Zero);
    m_server->answerAll();
    QVERIFY(resultOf(late).ok());
    m_server->fetched.clear();
    (void)picture.fetch(Zero);
    QCOMPARE(m_server->fetched, QStringList{QStringLiteral("camera0/index.m3u8")});
}

CS_TEST(TestLivePicture)
#include "tst_livepicture.moc"

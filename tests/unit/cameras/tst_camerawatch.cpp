#include "cameras/camerawatch.h"
#include "cameras/trackedcamera.h"
#include "support/fakemediaserver.h"
#include "support/manualclock.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

// A source whose publisher ends when a test says so.
class SlowSource final : public CameraSource {
public:
    explicit SlowSource(std::shared_ptr<Promise<Done>> end) : m_end(std::move(end)) {}

    void start() override {}
    Async<Done> stop() override { return m_end->future(); }
    void stalled() override {}
    PathSpec path() const override { return {QStringLiteral("camera0"), {}, false, {}}; }
    QString displayUrl() const override { return {}; }
    PublisherInfo publisher() const override { return {}; }
    QString problem() const override { return {}; }

private:
    const std::shared_ptr<Promise<Done>> m_end;
};

}  // namespace

class TestCameraWatch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stopWaitsForEveryCamera();
    void stopWithoutCamerasIsDoneAtOnce();

private:
    std::unique_ptr<TrackedCamera> camera(quint32 id, const std::shared_ptr<Promise<Done>> &end)
    {
        StoredCamera stored;
        stored.id = CameraId(id);
        return std::make_unique<TrackedCamera>(stored, std::make_unique<SlowSource>(end), m_server, m_clock,
                                               CameraOptions{});
    }

    FakeMediaServer m_server;
    ManualClock m_clock;
};

void TestCameraWatch::stopWaitsForEveryCamera()
{
    CameraWatch watch(m_server, 1s);
    const auto followed = std::make_shared<Promise<Done>>();
    const auto retired = std::make_shared<Promise<Done>>();
    const auto replaced = std::make_shared<Promise<Done>>();
    watch.follow(camera(0, replaced));
    watch.follow(camera(0, followed));
    watch.follow(camera(1, retired));
    QVERIFY(watch.retire(CameraId(1)));
    const auto stopped = watch.stop();
    followed->finish(Done{});
    QVERIFY(!stopped.isFinished());
    replaced->finish(Done{});
    QVERIFY(!stopped.isFinished());
    retired->finish(Done{});
    QVERIFY(stopped.isFinished() && resultOf(stopped).ok());
}

void TestCameraWatch::stopWithoutCamerasIsDoneAtOnce()
{
    CameraWatch watch(m_server, 1s);
    QVERIFY(resultOf(watch.stop()).ok());
}

CS_TEST(TestCameraWatch)
#include "tst_camerawatch.moc"

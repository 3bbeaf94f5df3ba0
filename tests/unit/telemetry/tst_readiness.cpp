#include "support/testprogram.h"
#include "telemetry/readiness.h"

using namespace cs;
using api::ComponentState;
using api::Readiness;

class TestReadiness : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void phases_data();
    void phases();
    void theMessageNamesWhatIsMissing();
    void theMessageCountsOnlyWhatOneMaySee();
    void aFullDiskIsPartial();
};

namespace {

using State = ComponentState;

api::Components parts(State socket, State monitor, State media)
{
    return {socket, monitor, media};
}

const api::Components allRun = parts(State::Running, State::Running, State::Running);

}  // namespace

void TestReadiness::phases_data()
{
    QTest::addColumn<int>("media");
    QTest::addColumn<int>("monitor");
    QTest::addColumn<bool>("wasReady");
    QTest::addColumn<int>("visible");
    QTest::addColumn<int>("connected");
    QTest::addColumn<int>("expected");
    const auto row = [](const char *name, State media, State monitor, bool wasReady, int visible, int connected,
                        Readiness expected) {
        QTest::newRow(name) << int(media) << int(monitor) << wasReady << visible << connected << int(expected);
    };
    const State running = State::Running;
    row("nothing runs yet", State::Stopped, State::Stopped, false, 0, 0, Readiness::Starting);
    row("the media server starts", State::Starting, running, false, 2, 0, Readiness::Starting);
    row("the media server failed at the first start", State::Error, running, false, 2, 0, Readiness::Partial);
    row("all parts run, no camera yet", running, running, true, 2, 0, Readiness::Partial);
    row("some cameras are connected", running, running, true, 2, 1, Readiness::Partial);
    row("all cameras are connected", running, running, true, 2, 2, Readiness::Ready);
    row("there are no cameras", running, running, true, 0, 0, Readiness::Ready);
    row("the media server starts again", State::Starting, running, true, 2, 0, Readiness::Partial);
    row("the media server failed later", State::Error, running, true, 2, 0, Readiness::Partial);
    row("the service is ending", State::Stopping, running, true, 2, 2, Readiness::Partial);
}

void TestReadiness::phases()
{
    QFETCH(int, media);
    QFETCH(int, monitor);
    QFETCH(bool, wasReady);
    QFETCH(int, visible);
    QFETCH(int, connected);
    QFETCH(int, expected);
    const auto components = parts(State::Running, State(monitor), State(media));
    const ReadinessReport report = readinessOf(components, wasReady, {visible, connected});
    QCOMPARE(int(report.status), expected);
    QVERIFY(!report.message.isEmpty());
}

void TestReadiness::theMessageNamesWhatIsMissing()
{
    const auto starting = readinessOf(parts(State::Running, State::Running, State::Starting), false, {});
    QCOMPARE(starting.message, QString("the service is starting: the media server does not run yet"));
    const auto later = readinessOf(parts(State::Running, State::Running, State::Error), true, {2, 0});
    QVERIFY(later.message.contains("the media server does not run"));
    QVERIFY(later.message.contains("0 of 2 cameras are connected"));
}

void TestReadiness::theMessageCountsOnlyWhatOneMaySee()
{
    QCOMPARE(readinessOf(allRun, true, {1, 1}).message, QString("1 of 1 cameras are connected"));
    QCOMPARE(readinessOf(allRun, true, {}).message, QString("there are no cameras yet"));
}

void TestReadiness::aFullDiskIsPartial()
{
    api::Components full = allRun;
    full.storage = State::Error;
    const auto report = readinessOf(full, true, {2, 2}, "the disk is full");
    QCOMPARE(report.status, Readiness::Partial);
    QCOMPARE(report.message, QString("the disk is full; what works without goes on; 2 of 2 cameras are connected"));
    full.mediamtx = State::Starting;
    QCOMPARE(readinessOf(full, false, {2, 0}, "the disk is full").status, Readiness::Starting);
}

CS_TEST(TestReadiness)
#include "tst_readiness.moc"

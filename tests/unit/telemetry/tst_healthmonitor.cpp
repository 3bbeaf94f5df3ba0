#include <QSignalSpy>

#include "support/manualclock.h"
#include "support/testprogram.h"
#include "telemetry/healthmonitor.h"

using namespace cs;
using api::ComponentState;
using Component = HealthMonitor::Component;

class TestHealthMonitor : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingRunsAtFirst();
    void readyWhenAllPartsRun();
    void onceReadyIsRemembered();
    void withoutTheSocketServerItIsUnhealthy();
    void onlyAChangeIsAnnounced();
    void uptimeFollowsTheSteadyClock();
    void fullDiskIsDegradedWithItsReasonUntilThereIsRoom();
};

namespace {

void runAll(HealthMonitor &monitor)
{
    for (const Component part : {Component::WebSocketServer, Component::CameraMonitor, Component::MediaServer})
        monitor.set(part, ComponentState::Running);
}

}  // namespace

void TestHealthMonitor::nothingRunsAtFirst()
{
    ManualClock clock;
    const HealthMonitor monitor(clock, "1.0");
    QVERIFY(!monitor.ready());
    QVERIFY(!monitor.wasReady());
    QCOMPARE(monitor.health().components.mediamtx, ComponentState::Stopped);
    QCOMPARE(monitor.health().version, QString("1.0"));
}

void TestHealthMonitor::readyWhenAllPartsRun()
{
    ManualClock clock;
    HealthMonitor monitor(clock, "1.0");
    monitor.set(Component::WebSocketServer, ComponentState::Running);
    monitor.set(Component::CameraMonitor, ComponentState::Running);
    QVERIFY(!monitor.ready());
    monitor.set(Component::MediaServer, ComponentState::Running);
    QVERIFY(monitor.ready());
    QCOMPARE(monitor.health().status, api::Health::Healthy);
}

void TestHealthMonitor::onceReadyIsRemembered()
{
    ManualClock clock;
    HealthMonitor monitor(clock, "1.0");
    runAll(monitor);
    monitor.set(Component::MediaServer, ComponentState::Error, "it ended");
    QVERIFY(!monitor.ready());
    QVERIFY(monitor.wasReady());
    QCOMPARE(monitor.health().status, api::Health::Degraded);
    QCOMPARE(monitor.message(Component::MediaServer), QString("it ended"));
}

void TestHealthMonitor::withoutTheSocketServerItIsUnhealthy()
{
    ManualClock clock;
    HealthMonitor monitor(clock, "1.0");
    runAll(monitor);
    monitor.set(Component::WebSocketServer, ComponentState::Stopped);
    QCOMPARE(monitor.health().status, api::Health::Unhealthy);
}

void TestHealthMonitor::onlyAChangeIsAnnounced()
{
    ManualClock clock;
    HealthMonitor monitor(clock, "1.0");
    QSignalSpy changes(&monitor, &HealthMonitor::changed);
    monitor.set(Component::MediaServer, ComponentState::Running);
    clock.advance(std::chrono::seconds(5));
    monitor.set(Component::MediaServer, ComponentState::Running);
    QCOMPARE(changes.size(), 1);
    QCOMPARE(monitor.lastChecked(Component::MediaServer), clock.now());
}

void TestHealthMonitor::uptimeFollowsTheSteadyClock()
{
    ManualClock clock;
    const HealthMonitor monitor(clock, "1.0");
    clock.advance(std::chrono::milliseconds(1500));
    QCOMPARE(monitor.health().uptime, 1.5);
}

void TestHealthMonitor::fullDiskIsDegradedWithItsReasonUntilThereIsRoom()
{
    ManualClock clock;
    HealthMonitor monitor(clock, "1.0");
    runAll(monitor);
    QVERIFY(monitor.health().message.isEmpty());
    QSignalSpy changes(&monitor, &HealthMonitor::changed);
    monitor.set(Component::Storage, ComponentState::Error, "the disk is full");
    QCOMPARE(monitor.health().status, api::Health::Degraded);
    QCOMPARE(monitor.health().message, QString("the disk is full"));
    QCOMPARE(monitor.health().components.storage, ComponentState::Error);
    // What is there is served all the same.
    QVERIFY(monitor.ready());
    monitor.set(Component::MediaServer, ComponentState::Error, "it ended at /secret");
    QCOMPARE(monitor.health().message, QString("the media server does not run; the disk is full"));
    monitor.set(Component::MediaServer, ComponentState::Running);
    monitor.set(Component::Storage, ComponentState::Running);
    QCOMPARE(monitor.health().status, api::Health::Healthy);
    QVERIFY(monitor.health().message.isEmpty());
    QCOMPARE(changes.size(), 4);
}

CS_TEST(TestHealthMonitor)
#include "tst_healthmonitor.moc"

#include <QFile>
#include <QRegularExpression>
#include <QSemaphore>
#include <QSignalSpy>
#include <QSqlQuery>
#include <QTemporaryDir>

#include "events/eventbus.h"
#include "support/manualclock.h"
#include "support/testprogram.h"
#include "support/waitfor.h"

using namespace cs;

// Numbers, order, storing, and what happens when the store fails.
class TestEventBus : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void eventGoesOutOnTheNextTurnWithSeqAndTime();
    void answerGoesOutBeforeTheEventItsCallCaused();
    void eventsGoOutInTheOrderTheyWerePublished();
    void eventPublishedByAListenerGoesOutOneTurnLater();
    void publishedEventIsStoredWithAllItsFaces();
    void nothingIsPublishedBeforeLoad();
    void cleanRestartGoesOnWithoutAGap();
    void killedServiceNeverGivesANumberTwice();
    void hangingDatabaseHoldsUpNoEventAndIsNotBelieved();
    void epochIsKept();
    void onlyTheNewestStayStored();
    void lowerLimitIsReachedInSteps();
    void failingStoreStopsNothingAndIsLoggedOncePerMinute();
    void eventsThatWaitedAreStoredOnceThereIsSpace();
    void waitingEventsAreBounded();
    void busMayGoWhileItsJobsAreRunning();

private:
    void start(EventLogOptions options = {});
    void stop();
    qint64 publish(const QString &type = QStringLiteral("camera.connected"));
    void spin();
    void setDiskFull(bool full);
    std::vector<StoredEvent> stored();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<EventBus> m_bus;
    ManualClock m_clock;
};

namespace {

int warnings = 0;
QtMessageHandler previousHandler = nullptr;

void countWarnings(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    if (type == QtWarningMsg && message.contains("events are not stored"))
        ++warnings;
    else
        previousHandler(type, context, message);
}

}  // namespace

void TestEventBus::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    start();
}

void TestEventBus::cleanup()
{
    m_bus.reset();
    m_database.reset();
    m_folder.reset();
}

void TestEventBus::start(EventLogOptions options)
{
    m_bus.reset();
    m_database = std::make_unique<Database>();
    QVERIFY(m_database->open(m_folder->filePath("service.db")).ok());
    m_bus = std::make_unique<EventBus>(*m_database, m_clock, options);
    QVERIFY(waitFor(m_bus->load()).ok());
}

void TestEventBus::stop()
{
    QVERIFY(waitFor(m_bus->flush()).ok());
    m_bus.reset();
    m_database->close();
}

qint64 TestEventBus::publish(const QString &type)
{
    Event event;
    event.type = type;
    event.camera = CameraId(1);
    event.faces = {{type, R"({"device":"camera1"})"}};
    return m_bus->publish(event);
}

// One turn of the loop.
void TestEventBus::spin()
{
    QCoreApplication::processEvents();
}

void TestEventBus::setDiskFull(bool full)
{
    const auto done = waitFor(m_database->run<Done>([full](QSqlDatabase &db) -> Result<Done> {
        QSqlQuery query(db);
        query.exec(QString("pragma max_page_count = %1").arg(full ? 1 : 1'000'000));
        return Done{};
    }));
    QVERIFY(done.ok());
}

std::vector<StoredEvent> TestEventBus::stored()
{
    std::vector<StoredEvent> all;
    EventsTable table(*m_database);
    for (;;) {
        const auto more = waitFor(table.since(all.empty() ? 0 : all.back().seq, 1000));
        if (!more.ok() || more->empty())
            return all;
        all.insert(all.end(), more->begin(), more->end());
    }
}

void TestEventBus::eventGoesOutOnTheNextTurnWithSeqAndTime()
{
    std::vector<Event> seen;
    connect(m_bus.get(), &EventBus::published, this, [&](const Event &event) { seen.push_back(event); });
    m_clock.advance(std::chrono::hours(3));
    QCOMPARE(publish(), 1);
    QCOMPARE(m_bus->lastSeq(), 0);
    QVERIFY(seen.empty());
    spin();
    QCOMPARE(seen.size(), size_t(1));
    QCOMPARE(seen[0].seq, 1);
    QCOMPARE(seen[0].time, m_clock.now());
    QCOMPARE(m_bus->lastSeq(), 1);
}

void TestEventBus::answerGoesOutBeforeTheEventItsCallCaused()
{
    QStringList order;
    connect(m_bus.get(), &EventBus::published, this, [&] { order << "event"; });
    Promise<Done> call;
    whenDone(this, call.future(), [&](const Result<Done> &) { order << "answer"; });
    // Whichever way round the handler writes it.
    publish();
    call.finish(Done{});
    spin();
    QCOMPARE(order, QStringList({"answer", "event"}));
}

void TestEventBus::eventsGoOutInTheOrderTheyWerePublished()
{
    std::vector<qint64> seqs;
    connect(m_bus.get(), &EventBus::published, this, [&](const Event &event) { seqs.push_back(event.seq); });
    for (int i = 0; i < 2000; ++i)
        publish();
    spin();
    QCOMPARE(seqs.size(), size_t(2000));
    for (size_t i = 0; i < seqs.size(); ++i)
        QCOMPARE(seqs[i], qint64(i + 1));
    QVERIFY(waitFor(m_bus->flush()).ok());
    const auto all = stored();
    QCOMPARE(all.size(), size_t(2000));
    QCOMPARE(all.front().seq, 1);
    QCOMPARE(all.back().seq, 2000);
}

void TestEventBus::eventPublishedByAListenerGoesOutOneTurnLater()
{
    QStringList seen;
    connect(m_bus.get(), &EventBus::published, this, [&](const Event &event) {
        seen << event.type;
        if (event.type == "camera.connected")
            publish("camera.status_change");
        QCOMPARE(seen.back(), event.type);
    });
    publish();
    publish("system.health");
    spin();
    spin();
    QCOMPARE(seen, QStringList({"camera.connected", "system.health", "camera.status_change"}));
}

void TestEventBus::publishedEventIsStoredWithAllItsFaces()
{
    Event event;
    event.type = "camera.connected";
    event.camera = CameraId(4);
    event.faces = {{"camera.connected", R"({"device":"camera4"})"},
                   {"camera_status_update", QByteArray("{\"rtsp\":\"rtsp://\001:8554/camera4\"}")}};
    const qint64 seq = m_bus->publish(event);
    QVERIFY(waitFor(m_bus->flush()).ok());
    const auto all = stored();
    QCOMPARE(all.size(), size_t(1));
    QCOMPARE(all[0].seq, seq);
    QCOMPARE(all[0].type, event.type);
    QCOMPARE(all[0].camera, event.camera);
    QCOMPARE(all[0].epoch, m_bus->epoch());
    QCOMPARE(all[0].time, m_clock.now());
    const QByteArray first = R"({"topic":"camera.connected","params":{"device":"camera4"}})";
    const QByteArray second =
        "{\"topic\":\"camera_status_update\",\"params\":{\"rtsp\":\"rtsp://\\u0001:8554/camera4\"}}";
    QCOMPARE(all[0].payload, "[" + first + "," + second + "]");
}

void TestEventBus::nothingIsPublishedBeforeLoad()
{
    EventBus bus(*m_database, m_clock);
    QSignalSpy spy(&bus, &EventBus::published);
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression("before the event log was read"));
    QCOMPARE(bus.publish({}), 0);
    spin();
    QCOMPARE(spy.count(), 0);
}

void TestEventBus::cleanRestartGoesOnWithoutAGap()
{
    for (int round = 0; round < 3; ++round) {
        QCOMPARE(m_bus->lastSeq(), round * 5);
        for (int i = 0; i < 5; ++i)
            publish();
        stop();
        start();
    }
    QCOMPARE(stored().size(), size_t(15));
}

void TestEventBus::killedServiceNeverGivesANumberTwice()
{
    qint64 last = 0;
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 700; ++i)
            last = publish();
        spin();
        // The jobs that are queued end, as they would in a service that is killed a moment later; no flush.
        start();
        QVERIFY2(m_bus->lastSeq() >= last, qPrintable(QString("%1 < %2").arg(m_bus->lastSeq()).arg(last)));
        QVERIFY(m_bus->lastSeq() <= last + 2000);
    }
}

void TestEventBus::hangingDatabaseHoldsUpNoEventAndIsNotBelieved()
{
    const QString mark = m_folder->filePath("service.db.events-reserved");
    QVERIFY(QFile::exists(mark));
    const auto gate = std::make_shared<QSemaphore>();
    QSemaphoreReleaser opens(*gate);
    (void)m_database->run<Done>([gate](QSqlDatabase &) -> Result<Done> {
        gate->acquire();
        return Done{};
    });
    const QSignalSpy sent(m_bus.get(), &EventBus::published);
    const auto publishMany = [this](int count) {
        for (int i = 0; i < count; ++i)
            publish();
        spin();
    };
    publishMany(700);
    QCOMPARE(sent.size(), 700);
    // Before the last number that is reserved is reached.
    publishMany(100);
    QTRY_VERIFY(!QFile::exists(mark));
    publishMany(2200);
    QCOMPARE(sent.size(), 3000);
    opens.cancel()->release();
    QVERIFY(waitFor(m_bus->flush()).ok());
    QVERIFY(QFile::exists(mark));
    const qint64 last = m_bus->lastSeq();
    start();
    QCOMPARE(m_bus->lastSeq(), last);
}

void TestEventBus::epochIsKept()
{
    const QString epoch = m_bus->epoch();
    QCOMPARE(epoch.size(), 36);
    stop();
    start();
    QCOMPARE(m_bus->epoch(), epoch);
}

void TestEventBus::onlyTheNewestStayStored()
{
    EventLogOptions options;
    options.keep = 100;
    start(options);
    const qint64 first = m_bus->lastSeq();
    for (int i = 0; i < 400; ++i)
        publish();
    QVERIFY(waitFor(m_bus->flush()).ok());
    const auto all = stored();
    QVERIFY2(all.size() <= 100 && all.size() >= 85, qPrintable(QString::number(all.size())));
    QCOMPARE(all.back().seq, first + 400);
    QCOMPARE(all.front().seq, first + 400 - qint64(all.size()) + 1);
}

void TestEventBus::lowerLimitIsReachedInSteps()
{
    for (int i = 0; i < 3300; ++i)
        publish();
    stop();
    EventLogOptions options;
    options.keep = 1000;
    start(options);
    publish();
    QVERIFY(waitFor(m_bus->flush()).ok());
    const auto all = stored();
    QVERIFY(all.size() <= 1000);
    QCOMPARE(all.back().seq, 3301);
}

void TestEventBus::failingStoreStopsNothingAndIsLoggedOncePerMinute()
{
    EventLogOptions options;
    options.retryAfter = std::chrono::milliseconds(1);
    start(options);
    setDiskFull(true);
    warnings = 0;
    previousHandler = qInstallMessageHandler(countWarnings);
    QSignalSpy spy(m_bus.get(), &EventBus::published);
    const auto publishBig = [&] {
        Event event;
        event.type = "system.error";
        event.faces = {{"system.error", "{\"text\":\"" + QByteArray(20'000, 'x') + "\"}"}};
        m_bus->publish(event);
    };
    for (int i = 0; i < 10; ++i) {
        publishBig();
        QVERIFY(!waitFor(m_bus->flush()).ok());
    }
    QCOMPARE(spy.count(), 10);
    QCOMPARE(warnings, 1);
    m_clock.advance(std::chrono::seconds(61));
    publishBig();
    QVERIFY(!waitFor(m_bus->flush()).ok());
    qInstallMessageHandler(previousHandler);
    QCOMPARE(warnings, 2);
}

void TestEventBus::eventsThatWaitedAreStoredOnceThereIsSpace()
{
    EventLogOptions options;
    options.retryAfter = std::chrono::milliseconds(1);
    start(options);
    setDiskFull(true);
    const qint64 first = m_bus->lastSeq() + 1;
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("events are not stored: .*the disk of the database is full"));
    for (int i = 0; i < 2000; ++i)
        publish();
    QVERIFY(!waitFor(m_bus->flush()).ok());
    setDiskFull(false);
    QVERIFY(waitFor(m_bus->flush()).ok());
    const auto all = stored();
    QCOMPARE(all.size(), size_t(2000));
    QCOMPARE(all.front().seq, first);
}

void TestEventBus::waitingEventsAreBounded()
{
    EventLogOptions options;
    options.maxPending = 300;
    start(options);
    setDiskFull(true);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("events are not stored"));
    for (int i = 0; i < 2000; ++i)
        publish();
    QVERIFY(!waitFor(m_bus->flush()).ok());
    setDiskFull(false);
    QVERIFY(waitFor(m_bus->flush()).ok());
    const auto all = stored();
    QVERIFY2(all.size() >= 300 && all.size() <= 800, qPrintable(QString::number(all.size())));
    QCOMPARE(all.back().seq, m_bus->lastSeq());
}

void TestEventBus::busMayGoWhileItsJobsAreRunning()
{
    for (int round = 0; round < 50; ++round) {
        EventBus bus(*m_database, m_clock);
        auto loading = bus.load();
        if (round % 2 == 0) {
            QVERIFY(waitFor(loading).ok());
            bus.publish({});
            spin();
        }
    }
    QVERIFY(waitFor(m_bus->flush()).ok());
}

CS_TEST(TestEventBus)
#include "tst_eventbus.moc"

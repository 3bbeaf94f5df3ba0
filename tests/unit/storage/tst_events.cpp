
#include "storage/eventstable.h"
#include "storagefixture.h"
#include "support/testprogram.h"

using namespace cs;

// The stored events: order, duplicates, trimming in steps.
class TestEvents : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void eventComesBackAsItWasStored();
    void eventsComeInOrderFromANumberOn();
    void lastSeqIsZeroAtFirst();
    void batchIsStoredWholeOrNotAtAll();
    void numberThatIsStoredKeepsItsFirstEvent();
    void trimmingKeepsTheNewestInSmallSteps();
    void boundsHold();

private:
    void append(qint64 first, qint64 last);

    std::unique_ptr<StorageFixture> m_fixture;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<EventsTable> m_events;
};

namespace {

StoredEvent eventOf(qint64 seq)
{
    StoredEvent stored;
    stored.seq = seq;
    stored.type = "camera.connected";
    stored.payload = QByteArray("[{\"n\":") + QByteArray::number(seq) + "}]";
    stored.time = fromMicroseconds(1'767'225'600'000'000 + seq);
    stored.epoch = "epoch";
    return stored;
}

}  // namespace

void TestEvents::init()
{
    m_fixture = std::make_unique<StorageFixture>();
    m_database = std::make_unique<Database>();
    StorageFixture::open(*m_database, m_fixture->path());
    m_events = std::make_unique<EventsTable>(*m_database);
}

void TestEvents::cleanup()
{
    m_events.reset();
    m_database.reset();
    m_fixture.reset();
}

void TestEvents::append(qint64 first, qint64 last)
{
    std::vector<StoredEvent> batch;
    for (qint64 seq = first; seq <= last; ++seq) {
        batch.push_back(eventOf(seq));
        if (static_cast<qint64>(batch.size()) == MaxPageRows || seq == last)
            QVERIFY(waitFor(m_events->append(std::exchange(batch, {}))).ok());
    }
}

void TestEvents::eventComesBackAsItWasStored()
{
    StoredEvent with = eventOf(1);
    with.camera = CameraId(7);
    with.payload = R"([{"topic":"camera.connected","params":{"name":"Tür \u0001"}}])";
    const StoredEvent without = eventOf(2);
    QVERIFY(waitFor(m_events->append({with, without})).ok());
    const auto stored = waitFor(m_events->since(0, 10));
    QCOMPARE(stored->size(), size_t(2));
    QCOMPARE(stored->at(0).seq, 1);
    QCOMPARE(stored->at(0).type, with.type);
    QCOMPARE(stored->at(0).camera, with.camera);
    QCOMPARE(stored->at(0).payload, with.payload);
    QCOMPARE(stored->at(0).time, with.time);
    QCOMPARE(stored->at(0).epoch, with.epoch);
    QVERIFY(!stored->at(1).camera);
}

void TestEvents::eventsComeInOrderFromANumberOn()
{
    QVERIFY(waitFor(m_events->append({eventOf(5), eventOf(3), eventOf(4)})).ok());
    QVERIFY(waitFor(m_events->append({eventOf(9)})).ok());
    const auto some = waitFor(m_events->since(3, 2));
    QCOMPARE(some->size(), size_t(2));
    QCOMPARE(some->at(0).seq, 4);
    QCOMPARE(some->at(1).seq, 5);
    QCOMPARE(waitFor(m_events->since(9, 10))->size(), size_t(0));
}

void TestEvents::lastSeqIsZeroAtFirst()
{
    QCOMPARE(waitFor(m_events->lastSeq()).value(), 0);
    append(1, 12);
    QCOMPARE(waitFor(m_events->lastSeq()).value(), 12);
}

void TestEvents::batchIsStoredWholeOrNotAtAll()
{
    QVERIFY(runSql(*m_database, "pragma max_page_count = 1").ok());
    std::vector<StoredEvent> batch;
    for (qint64 seq = 1; seq <= 50; ++seq) {
        batch.push_back(eventOf(seq));
        batch.back().payload = QByteArray(10'000, 'x');
    }
    const auto done = waitFor(m_events->append(batch));
    QVERIFY(!done.ok());
    QCOMPARE(done.error().code, ErrorCode::DependencyFailed);
    QCOMPARE(waitFor(m_events->lastSeq()).value(), 0);
}

void TestEvents::numberThatIsStoredKeepsItsFirstEvent()
{
    append(1, 3);
    StoredEvent other = eventOf(2);
    other.type = "camera.disconnected";
    QVERIFY(waitFor(m_events->append({other, eventOf(4)})).ok());
    const auto stored = waitFor(m_events->since(0, 10));
    QCOMPARE(stored->size(), size_t(4));
    QCOMPARE(stored->at(1).type, QString("camera.connected"));
}

void TestEvents::trimmingKeepsTheNewestInSmallSteps()
{
    append(1, 3500);
    QCOMPARE(waitFor(m_events->trim(1000)).value(), 1000);
    QCOMPARE(waitFor(m_events->since(0, 1))->front().seq, 1001);
    QCOMPARE(waitFor(m_events->trim(1000)).value(), 1000);
    QCOMPARE(waitFor(m_events->trim(1000)).value(), 500);
    QCOMPARE(waitFor(m_events->trim(1000)).value(), 0);
    QCOMPARE(waitFor(m_events->since(0, 1))->front().seq, 2501);
    QCOMPARE(waitFor(m_events->lastSeq()).value(), 3500);
}

void TestEvents::boundsHold()
{
    append(1, 1100);
    QCOMPARE(waitFor(m_events->since(0, 1'000'000))->size(), size_t(MaxPageRows));
    QCOMPARE(waitFor(m_events->since(0, -1))->size(), size_t(0));
    QVERIFY(!waitFor(m_events->append(std::vector<StoredEvent>(MaxPageRows + 1, eventOf(1)))).ok());
    QCOMPARE(waitFor(m_events->trim(-1)).value(), 1000);
    QVERIFY(waitFor(m_events->append({})).ok());
}

CS_TEST(TestEvents)
#include "tst_events.moc"

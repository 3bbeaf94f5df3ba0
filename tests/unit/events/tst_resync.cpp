#include <QFile>
#include <QSqlQuery>

#include "support/testprogram.h"
#include "unit/events/replayfixture.h"

using namespace cs;

// When a client must read the state anew, and when it need not.
class TestResync : public ReplayFixture {
    Q_OBJECT
private Q_SLOTS:
    void aFormerRunOfTheServiceIsReplayed();
    void anotherEpochMeansResync();
    void numbersOfTheFutureMeanResync();
    void tooManyMissedMeanResync();
    void trimmedEventsMeanResync();
    void aKilledServiceMeansResyncForWhoWasAwayThen();
    void aRunThatCouldStoreNothingMeansResync();
    void numbersBeyondTheStoredCeilingMeanResync();
    void aDatabaseThatWasPutBackMeansResync();
    void theMarkOfAnotherDatabaseIsNotBelieved();
    void eventsThatWereGivenUpMeanResync();

private:
    void setDiskFull(bool full);
    // As if the service had ended; the file is all that is left of the database.
    QString closeAll();
    void openAgain(const QString &path);
};

void TestResync::setDiskFull(bool full)
{
    const auto done = m_database->run<Done>([full](QSqlDatabase &db) -> Result<Done> {
        QSqlQuery(db).exec(QString("pragma max_page_count = %1").arg(full ? 1 : 1'000'000));
        // So that not even a row that is there can be written.
        QSqlQuery(db).exec(QString("pragma query_only = %1").arg(full ? 1 : 0));
        return Done{};
    });
    QTRY_VERIFY(done.isFinished());
}

QString TestResync::closeAll()
{
    store();
    m_subscriptions.reset();
    m_bus.reset();
    m_database->close();
    return m_database->path();
}

void TestResync::openAgain(const QString &path)
{
    QVERIFY(m_database->open(path).ok());
    startBus();
}

void TestResync::aFormerRunOfTheServiceIsReplayed()
{
    publishMany(120);
    store();
    startBus();
    publishMany(5);
    const auto reply = resume(alice, {"camera.connected"}, 7);
    QVERIFY(!reply->resyncRequired);
    QTRY_COMPARE(seqsOf(alice), range(8, 125));
}

void TestResync::anotherEpochMeansResync()
{
    publishMany(5);
    auto params = topics({"camera.connected"});
    params.sinceSeq = 2;
    params.sinceEpoch = QString("another");
    QVERIFY(subscribed(alice, params)->resyncRequired);
    params.sinceEpoch = m_bus->epoch();
    QVERIFY(!subscribed(bob, params)->resyncRequired);
    QTRY_COMPARE(seqsOf(bob), range(3, 5));
    QVERIFY(seqsOf(alice).empty());
    publishMany(1);
    QCOMPARE(seqsOf(alice), range(6, 6));
}

void TestResync::numbersOfTheFutureMeanResync()
{
    publishMany(5);
    QVERIFY(resume(alice, {"camera.connected"}, 6)->resyncRequired);
    publishMany(3);
    QCOMPARE(seqsOf(alice), range(6, 8));
}

void TestResync::tooManyMissedMeanResync()
{
    EventLogOptions options = littleMemory();
    options.maxPending = 20'000;
    startBus(options);
    publishMany(10'003);
    store();
    QVERIFY(!resume(bob, {"camera.connected"}, 3)->resyncRequired);
    QVERIFY(resume(alice, {"camera.connected"}, 2)->resyncRequired);
    QTRY_COMPARE_WITH_TIMEOUT(seqsOf(bob).size(), size_t(10'000), 60'000);
    QCOMPARE(seqsOf(bob), range(4, 10'003));
    QVERIFY(seqsOf(alice).empty());
}

void TestResync::trimmedEventsMeanResync()
{
    EventLogOptions options = littleMemory();
    options.keep = 50;
    startBus(options);
    for (int i = 0; i < 20; ++i) {
        publishMany(10);
        store();
    }
    QVERIFY(resume(alice, {"camera.connected"}, 10)->resyncRequired);
    QVERIFY(!resume(bob, {"camera.connected"}, 180)->resyncRequired);
    QTRY_COMPARE(seqsOf(bob), range(181, 200));
    startBus(options);
    QVERIFY(resume(alice, {"camera.connected"}, 10)->resyncRequired);
}

void TestResync::aKilledServiceMeansResyncForWhoWasAwayThen()
{
    publishMany(10);
    QTest::qWait(50);
    // Without a flush: as after kill -9, nobody knows what had been sent and not stored.
    m_subscriptions.reset();
    m_bus.reset();
    startBus();
    QVERIFY(m_bus->lastSeq() > 10);
    QVERIFY(resume(alice, {"camera.connected"}, 10)->resyncRequired);
    const qint64 first = m_bus->lastSeq();
    publishMany(5);
    QVERIFY(!resume(bob, {"camera.connected"}, first + 2)->resyncRequired);
    QTRY_COMPARE(seqsOf(bob), range(first + 3, first + 5));
    store();
    // It stays known over a clean restart.
    startBus();
    QVERIFY(resume(alice, {"camera.connected"}, 10)->resyncRequired);
    QVERIFY(!resume(bob, {"camera.connected"}, first + 2)->resyncRequired);
}

// The disk is full from before its start to after its end, so that it leaves nothing that tells of its events.
void TestResync::aRunThatCouldStoreNothingMeansResync()
{
    publishMany(10);
    store();
    const QString epoch = m_bus->epoch();
    std::vector<qint64> seen;
    for (int run = 0; run < 2; ++run) {
        setDiskFull(true);
        startBus();
        QVERIFY(m_bus->epoch() != epoch);
        publishMany(20);
        seen.push_back(m_bus->lastSeq() - 5);
        m_subscriptions.reset();
        m_bus.reset();
        setDiskFull(false);
        m_clock.advance(std::chrono::seconds(10));
    }
    startBus();
    QCOMPARE(m_bus->epoch(), epoch);
    // More than those runs gave: their numbers would look like old ones.
    publishMany(100);
    for (const qint64 seq : seen)
        QVERIFY(resume(alice, {"camera.connected"}, seq)->resyncRequired);
    // Who had everything of the run before them missed theirs.
    QVERIFY(resume(alice, {"camera.connected"}, 10)->resyncRequired);
    const qint64 last = m_bus->lastSeq();
    QVERIFY(!resume(bob, {"camera.connected"}, last - 3)->resyncRequired);
    QTRY_COMPARE(seqsOf(bob), range(last - 2, last));
    store();
    startBus();
    QVERIFY(resume(alice, {"camera.connected"}, seen.back())->resyncRequired);
    QVERIFY(!resume(bob, {"camera.connected"}, last)->resyncRequired);
    QCOMPARE(m_bus->lastSeq(), last);
}

// The disk fills up while the service runs, which is killed before there is room again.
void TestResync::numbersBeyondTheStoredCeilingMeanResync()
{
    publishMany(10);
    store();
    const QString epoch = m_bus->epoch();
    setDiskFull(true);
    publishMany(2500);
    const qint64 seen = m_bus->lastSeq() - 5;
    // The database has refused the numbers after the first of these jobs, and the log has drawn its conclusion after the
    // second.
    setDiskFull(true);
    setDiskFull(true);
    m_subscriptions.reset();
    m_bus.reset();
    setDiskFull(false);
    m_clock.advance(std::chrono::seconds(10));
    startBus();
    QCOMPARE(m_bus->epoch(), epoch);
    // More than were given beyond the ceiling: they would look like old ones.
    publishMany(3000);
    QVERIFY(resume(alice, {"camera.connected"}, seen)->resyncRequired);
}

// Of an hour ago: it has reserved fewer numbers than were given since.
void TestResync::aDatabaseThatWasPutBackMeansResync()
{
    publishMany(10);
    const QString path = closeAll();
    const QString backup = path + QStringLiteral(".backup");
    QVERIFY(QFile::copy(path, backup));
    openAgain(path);
    publishMany(2000);
    const QString epoch = m_bus->epoch();
    const qint64 seen = m_bus->lastSeq() - 5;
    closeAll();
    QVERIFY(QFile::remove(path) && QFile::rename(backup, path));
    m_clock.advance(std::chrono::seconds(10));
    openAgain(path);
    QCOMPARE(m_bus->epoch(), epoch);
    // More than were lost with the newer one.
    publishMany(3000);
    QVERIFY(resume(alice, {"camera.connected"}, seen)->resyncRequired);
    // From now on the mark is this database's again.
    const qint64 last = m_bus->lastSeq();
    closeAll();
    openAgain(path);
    QCOMPARE(m_bus->lastSeq(), last);
}

void TestResync::theMarkOfAnotherDatabaseIsNotBelieved()
{
    publishMany(10);
    const QString path = closeAll();
    const QString mark = path + QStringLiteral(".events-reserved");
    QVERIFY(QFile::rename(mark, mark + QStringLiteral(".other")));
    QVERIFY(m_database->open(m_folder.filePath(QStringLiteral("other.db"))).ok());
    startBus();
    publishMany(10);
    const QString other = closeAll();
    QVERIFY(QFile::remove(other + QStringLiteral(".events-reserved"))
            && QFile::rename(mark + QStringLiteral(".other"), other + QStringLiteral(".events-reserved")));
    openAgain(other);
    QVERIFY(m_bus->lastSeq() >= toMicroseconds(m_clock.now()));
}

void TestResync::eventsThatWereGivenUpMeanResync()
{
    EventLogOptions options = littleMemory();
    options.maxPending = 20;
    startBus(options);
    publishMany(100);
    QVERIFY(resume(alice, {"camera.connected"}, 1)->resyncRequired);
}

CS_TEST(TestResync)
#include "tst_resync.moc"

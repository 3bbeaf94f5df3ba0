#include <atomic>

#include <QSqlError>
#include <QSqlQuery>

#include "storage/metatable.h"
#include "storage/recordingstable.h"
#include "storage/statement.h"
#include "storage/transaction.h"
#include "storagefixture.h"
#include "support/testprogram.h"

using namespace cs;

// The thread and its queue, and what a failing disk looks like from outside.
class TestDatabase : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void jobsRunOneAfterTheOtherInOneOtherThread();
    void answersComeInTheContextsThread();
    void closeRunsWhatIsQueued();
    void closedDatabaseAnswersAtOnce();
    void openAgainAfterClose();
    void manyJobsFromOneTurnAllAnswer();
    void failedJobRollsItsTransactionBack();
    void fullDiskIsSaidInOneSentence_data();
    void fullDiskIsSaidInOneSentence();
    void workResumesOnceThereIsSpace();
    void lockedDatabaseIsSaidInOneSentence();
    void wrongStatementIsAnInternalErrorWithoutItsText();
    void emptyTextIsNotNull();
};

void TestDatabase::jobsRunOneAfterTheOtherInOneOtherThread()
{
    StorageFixture fixture;
    Database database;
    StorageFixture::open(database, fixture.path());
    std::vector<int> order;  // written by the database thread, read here after close()
    QThread *thread = nullptr;
    bool sameThread = true;
    for (int i = 0; i < 100; ++i) {
        (void)database.run<Done>([&, i](QSqlDatabase &) -> Result<Done> {
            sameThread = sameThread && (!thread || thread == QThread::currentThread());
            thread = QThread::currentThread();
            order.push_back(i);
            return Done{};
        });
    }
    database.close();
    QVERIFY(sameThread);
    QVERIFY(thread && thread != QThread::currentThread());
    std::vector<int> expected(100);
    std::iota(expected.begin(), expected.end(), 0);
    QCOMPARE(order, expected);
}

void TestDatabase::answersComeInTheContextsThread()
{
    StorageFixture fixture;
    QObject context;
    Database database;
    StorageFixture::open(database, fixture.path());
    QThread *thread = nullptr;
    MetaTable meta(database);
    whenDone(&context, meta.get(MetaTable::Epoch), [&](const Result<std::optional<QString>> &result) {
        QVERIFY(result.ok());
        thread = QThread::currentThread();
    });
    QTRY_VERIFY(thread);
    QCOMPARE(thread, QThread::currentThread());
}

void TestDatabase::closeRunsWhatIsQueued()
{
    StorageFixture fixture;
    QObject context;
    int answers = 0;
    {
        Database database;
        StorageFixture::open(database, fixture.path());
        MetaTable meta(database);
        for (int i = 0; i < 200; ++i)
            whenDone(&context, meta.set(QString::number(i), "x"),
                     [&](const Result<Done> &done) { answers += done.ok() ? 1 : 0; });
        database.close();
    }
    QTRY_COMPARE(answers, 200);
    Database again;
    StorageFixture::open(again, fixture.path());
    QCOMPARE(runSql(again, "select count(*) from meta where value = 'x'").value().toInt(), 200);
}

void TestDatabase::closedDatabaseAnswersAtOnce()
{
    Database database;
    MetaTable meta(database);
    const auto answer = meta.get("a");
    QVERIFY(answer.isFinished());
    const auto result = resultOf(answer);
    QVERIFY(!result.ok());
    QCOMPARE(result.error().code, ErrorCode::DependencyFailed);
    QCOMPARE(result.error().data.value("dependency").toString(), QString("storage"));
    database.close();
}

void TestDatabase::openAgainAfterClose()
{
    StorageFixture fixture;
    Database database;
    StorageFixture::open(database, fixture.path());
    QVERIFY(runSql(database, "insert into meta values ('a', 'b')").ok());
    database.close();
    StorageFixture::open(database, fixture.path());
    QCOMPARE(runSql(database, "select value from meta where key = 'a'").value().toString(), QString("b"));
}

void TestDatabase::manyJobsFromOneTurnAllAnswer()
{
    StorageFixture fixture;
    QObject context;
    Database database;
    StorageFixture::open(database, fixture.path());
    int sum = 0;
    int answers = 0;
    for (int i = 1; i <= 2000; ++i) {
        whenDone(&context, database.run<int>([i](QSqlDatabase &) -> Result<int> { return i; }),
                 [&](const Result<int> &result) {
                     sum += result.ok() ? *result : 0;
                     ++answers;
                 });
    }
    QTRY_COMPARE(answers, 2000);
    QCOMPARE(sum, 2001000);
}

void TestDatabase::failedJobRollsItsTransactionBack()
{
    StorageFixture fixture;
    Database database;
    StorageFixture::open(database, fixture.path());
    const auto failed = waitFor(database.run<Done>([](QSqlDatabase &db) {
        return inTransaction<Done>(db, [&]() -> Result<Done> {
            auto done = Statement(db, "insert into meta values ('half', 'done')").run();
            return done.ok() ? Error::internal("changed its mind") : done.error();
        });
    }));
    QVERIFY(!failed.ok());
    QCOMPARE(failed.error().message, QString("changed its mind"));
    QCOMPARE(runSql(database, "select count(*) from meta where key = 'half'").value().toInt(), 0);
}

namespace {

// No page more than there are: to SQLite the disk is full.
void fillDisk(Database &database)
{
    const auto pages = runSql(database, "pragma page_count");
    QVERIFY(pages.ok());
    QVERIFY(runSql(database, QString("pragma max_page_count = %1").arg(pages->toInt())).ok());
}

void expectFull(const Error &error)
{
    QCOMPARE(error.code, ErrorCode::DependencyFailed);
    QCOMPARE(error.data.value("dependency").toString(), QString("storage"));
    QCOMPARE(error.data.value("detail").toString(), QString("the disk of the database is full; make space"));
}

}  // namespace

void TestDatabase::fullDiskIsSaidInOneSentence_data()
{
    QTest::addColumn<QString>("sql");
    const QString big = "hex(zeroblob(500000))";
    QTest::newRow("plain") << QString("insert into meta values ('big', %1)").arg(big);
    QTest::newRow("with an answer") << QString("insert into meta values ('big', %1) returning key").arg(big);
}

void TestDatabase::fullDiskIsSaidInOneSentence()
{
    QFETCH(QString, sql);
    StorageFixture fixture;
    Database database;
    StorageFixture::open(database, fixture.path());
    fillDisk(database);
    const auto single = waitFor(database.run<qint64>([sql](QSqlDatabase &db) { return Statement(db, sql).run(); }));
    QVERIFY(!single.ok());
    expectFull(single.error());
    const auto inside = waitFor(database.run<qint64>(
        [sql](QSqlDatabase &db) { return inTransaction<qint64>(db, [&] { return Statement(db, sql).run(); }); }));
    QVERIFY(!inside.ok());
    expectFull(inside.error());
    QCOMPARE(runSql(database, "select count(*) from meta where key = 'big'").value().toInt(), 0);
}

void TestDatabase::workResumesOnceThereIsSpace()
{
    StorageFixture fixture;
    Database database;
    StorageFixture::open(database, fixture.path());
    MetaTable meta(database);
    fillDisk(database);
    const QString big(500'000, 'x');
    QVERIFY(!waitFor(meta.set("big", big)).ok());
    QVERIFY(waitFor(meta.get(MetaTable::Epoch)).ok());
    QVERIFY(runSql(database, "pragma max_page_count = 100000").ok());
    QVERIFY(waitFor(meta.set("big", big)).ok());
}

void TestDatabase::lockedDatabaseIsSaidInOneSentence()
{
    StorageFixture fixture;
    Database database;
    StorageFixture::open(database, fixture.path());
    QVERIFY(runSql(database, "pragma busy_timeout = 1").ok());
    {
        QSqlDatabase other = QSqlDatabase::addDatabase("QSQLITE", "other");
        other.setDatabaseName(fixture.path());
        QVERIFY(other.open());
        QVERIFY(QSqlQuery(other).exec("begin exclusive"));
        MetaTable meta(database);
        const auto done = waitFor(meta.set("a", "b"));
        QVERIFY(!done.ok());
        QCOMPARE(done.error().code, ErrorCode::DependencyFailed);
        QVERIFY(done.error().message.contains("locked by another program"));
        QVERIFY(QSqlQuery(other).exec("rollback"));
        QVERIFY(waitFor(meta.set("a", "b")).ok());
    }
    QSqlDatabase::removeDatabase("other");
}

void TestDatabase::wrongStatementIsAnInternalErrorWithoutItsText()
{
    StorageFixture fixture;
    Database database;
    StorageFixture::open(database, fixture.path());
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("a statement failed"));
    const auto done = waitFor(
        database.run<qint64>([](QSqlDatabase &db) { return Statement(db, "select secret from nowhere").run(); }));
    QVERIFY(!done.ok());
    QCOMPARE(done.error().code, ErrorCode::Internal);
    QVERIFY(!done.error().message.contains("nowhere"));
}

void TestDatabase::emptyTextIsNotNull()
{
    StorageFixture fixture;
    Database database;
    StorageFixture::open(database, fixture.path());
    MetaTable meta(database);
    QVERIFY(waitFor(meta.set("empty", QString())).ok());
    QCOMPARE(waitFor(meta.get("empty")).value(), std::optional<QString>(""));
}

CS_TEST(TestDatabase)
#include "tst_database.moc"

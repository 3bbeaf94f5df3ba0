#include <sys/stat.h>

#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QSqlQuery>

#include "storage/camerastable.h"
#include "storage/metatable.h"
#include "storage/migrations.h"
#include "storagefixture.h"
#include "support/testprogram.h"

using namespace cs;

// What Database::open() makes, accepts and refuses.
class TestSchema : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void emptyFolderGetsTheNewestSchema();
    void settingsAreInForce();
    void fileIsClosedToOthers();
    void fileOpenToOthersIsClosedToThem();
    void reopenedFileKeepsItsIdentityAndRows();
    void newerSchemaIsRefusedAndLeftAlone();
    void alteredSchemaIsRefused_data();
    void alteredSchemaIsRefused();
    void garbageIsRefusedAndLeftAlone_data();
    void garbageIsRefusedAndLeftAlone();
    void emptyFileInPlaceOfADatabaseIsRefusedAndLeftAlone();
    void databaseOfAnotherProgramIsRefusedAndLeftAlone();
    void damagedPagesAreFound();
    void unusablePlacesAreNamed();
    void fileOfAKilledServiceOpensWithAllThatWasAnswered();
    void failedMigrationLeavesNothingBehind();
    void migrationsWithAGapAreRefused();
};

namespace {

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

int modeOf(const QString &path)
{
    struct stat info {};
    return ::stat(QFile::encodeName(path).constData(), &info) == 0 ? int(info.st_mode & 0777) : -1;
}

// Makes a good database, then changes it with statements of the test.
void makeAltered(const QString &path, const QStringList &statements)
{
    Database database;
    StorageFixture::open(database, path);
    for (const QString &statement : statements) {
        const auto done = runSql(database, statement);
        QVERIFY2(done.ok(), done.ok() ? "" : qPrintable(done.error().message));
    }
}

void expectRefused(const QString &path, const QString &words)
{
    Database database;
    const auto opened = database.open(path);
    QVERIFY(!opened.ok());
    QVERIFY2(opened.error().message.contains(words), qPrintable(opened.error().message));
    QVERIFY2(opened.error().message.contains(path), qPrintable(opened.error().message));
    QVERIFY(!database.isOpen());
}

}  // namespace

void TestSchema::emptyFolderGetsTheNewestSchema()
{
    StorageFixture fixture;
    Database database;
    StorageFixture::open(database, fixture.path());
    const auto version = runSql(database, "select max(version) from schema_migrations");
    const auto newest = loadMigrations();
    QVERIFY(version.ok() && newest.ok());
    QCOMPARE(version->toInt(), newest->back().version);
}

void TestSchema::settingsAreInForce()
{
    StorageFixture fixture;
    Database database;
    StorageFixture::open(database, fixture.path());
    QCOMPARE(runSql(database, "pragma journal_mode").value().toString(), QString("wal"));
    QCOMPARE(runSql(database, "pragma foreign_keys").value().toInt(), 1);
    QCOMPARE(runSql(database, "pragma synchronous").value().toInt(), 2);
    QCOMPARE(runSql(database, "pragma trusted_schema").value().toInt(), 0);
    QCOMPARE(runSql(database, "pragma busy_timeout").value().toInt(), 2000);
}

void TestSchema::fileIsClosedToOthers()
{
    StorageFixture fixture;
    Database database;
    StorageFixture::open(database, fixture.path());
    QVERIFY(runSql(database, "insert into meta values ('a', 'b')").ok());
    for (const QString &name : {QString("service.db"), QString("service.db-wal"), QString("service.db-shm")})
        QCOMPARE(modeOf(fixture.path(name)), 0600);
}

void TestSchema::fileOpenToOthersIsClosedToThem()
{
    StorageFixture fixture;
    makeAltered(fixture.path(), {});
    QCOMPARE(::chmod(QFile::encodeName(fixture.path()).constData(), 0644), 0);
    Database database;
    StorageFixture::open(database, fixture.path());
    QCOMPARE(modeOf(fixture.path()), 0600);
}

void TestSchema::reopenedFileKeepsItsIdentityAndRows()
{
    StorageFixture fixture;
    QString epoch;
    QString node;
    for (int round = 0; round < 3; ++round) {
        Database database;
        StorageFixture::open(database, fixture.path());
        MetaTable meta(database);
        const auto epochNow = waitFor(meta.get(MetaTable::Epoch)).value().value_or(QString());
        const auto nodeNow = waitFor(meta.get(MetaTable::NodeId)).value().value_or(QString());
        QCOMPARE(epochNow.size(), 36);
        QCOMPARE(nodeNow.size(), 36);
        QVERIFY(epochNow != nodeNow);
        if (round == 0) {
            epoch = epochNow;
            node = nodeNow;
            QVERIFY(waitFor(meta.set("colour", "red")).ok());
        }
        QCOMPARE(epochNow, epoch);
        QCOMPARE(nodeNow, node);
        QCOMPARE(waitFor(meta.get("colour")).value(), std::optional<QString>("red"));
        QCOMPARE(waitFor(meta.get("shape")).value(), std::optional<QString>());
    }
}

void TestSchema::newerSchemaIsRefusedAndLeftAlone()
{
    StorageFixture fixture;
    makeAltered(fixture.path(),
                {"insert into schema_migrations values (9999, 'future', 0)", "create table hologram (id integer)"});
    const QByteArray before = contents(fixture.path());
    expectRefused(fixture.path(), "made by a newer version");
    QCOMPARE(contents(fixture.path()), before);
}

void TestSchema::alteredSchemaIsRefused_data()
{
    QTest::addColumn<QStringList>("statements");
    QTest::addColumn<QString>("named");
    QTest::newRow("table gone") << QStringList{"drop table snapshots"} << "table snapshots";
    QTest::newRow("column more") << QStringList{"alter table cameras add column extra text"} << "column extra";
    QTest::newRow("column gone") << QStringList{"alter table cameras drop column deleted_at"} << "column deleted_at";
    QTest::newRow("index gone") << QStringList{"drop index recordings_by_time"} << "index recordings_by_time";
    QTest::newRow("uniqueness gone")
        << QStringList{"drop table camera_identities",
                       "create table camera_identities (kind text not null, value text not null, "
                       "camera_id integer not null) strict"}
        << "camera_identities";
    QTest::newRow("trigger more")
        << QStringList{"create trigger t after insert on cameras begin delete from cameras; end"} << "trigger t";
    QTest::newRow("view more") << QStringList{"create view v as select 1 as one"} << "view v";
}

void TestSchema::alteredSchemaIsRefused()
{
    QFETCH(QStringList, statements);
    QFETCH(QString, named);
    StorageFixture fixture;
    makeAltered(fixture.path(), statements);
    expectRefused(fixture.path(), named);
}

void TestSchema::garbageIsRefusedAndLeftAlone_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("a text") << QByteArray("this is no database\n");
    QTest::newRow("one byte") << QByteArray("x");
    QTest::newRow("zeros") << QByteArray(8192, '\0');
    QTest::newRow("the right head alone") << QByteArray("SQLite format 3\0", 16);
    QTest::newRow("the right head and rubbish") << QByteArray("SQLite format 3\0", 16) + QByteArray(9000, '\xa5');
}

void TestSchema::garbageIsRefusedAndLeftAlone()
{
    QFETCH(QByteArray, bytes);
    StorageFixture fixture;
    write(fixture.path(), bytes);
    expectRefused(fixture.path(), "no database at all");
    QCOMPARE(contents(fixture.path()), bytes);
}

void TestSchema::emptyFileInPlaceOfADatabaseIsRefusedAndLeftAlone()
{
    StorageFixture fixture;
    const QString path = fixture.path();
    const QString log = fixture.path("service.db-wal");
    write(path, {});
    write(log, "what a killed service has left");
    {
        Database database;
        const auto opened = database.open(path, DatabaseBefore::Existed);
        QVERIFY(!opened.ok());
        QCOMPARE(opened.error().message,
                 QString("cannot use the database %1: it is empty, and there was a database before; restore a backup, "
                         "or remove it to begin with an empty one")
                     .arg(path));
    }
    QCOMPARE(QFileInfo(path).size(), 0);
    QCOMPARE(contents(log), QByteArray("what a killed service has left"));
    // As the sentence says.
    QVERIFY(QFile::remove(path));
    Database begun;
    QVERIFY(begun.open(path, DatabaseBefore::Existed).ok());
    begun.close();
    // A first start that was cut short leaves one.
    const QString first = fixture.path("first.db");
    write(first, {});
    QVERIFY(begun.open(first).ok());
}

void TestSchema::databaseOfAnotherProgramIsRefusedAndLeftAlone()
{
    StorageFixture fixture;
    {
        QSqlDatabase other = QSqlDatabase::addDatabase("QSQLITE", "other");
        other.setDatabaseName(fixture.path());
        QVERIFY(other.open());
        QVERIFY(QSqlQuery(other).exec("create table letters (body text)"));
    }
    QSqlDatabase::removeDatabase("other");
    const QByteArray before = contents(fixture.path());
    expectRefused(fixture.path(), "another program");
    QCOMPARE(contents(fixture.path()), before);
}

void TestSchema::damagedPagesAreFound()
{
    StorageFixture fixture;
    makeAltered(fixture.path(), {});
    QByteArray bytes = contents(fixture.path());
    QVERIFY(bytes.size() > 3 * 4096);
    bytes.replace(2 * 4096, 4096, QByteArray(4096, '\xa5'));
    write(fixture.path(), bytes);
    expectRefused(fixture.path(), "damaged");
}

void TestSchema::unusablePlacesAreNamed()
{
    StorageFixture fixture;
    expectRefused(fixture.path("missing/folder/service.db"), "No such file or directory");
    expectRefused(fixture.path("."), "directory");
    QVERIFY(QFile::link("/etc/hostname", fixture.path("link.db")));
    expectRefused(fixture.path("link.db"), "symbolic links");
    QCOMPARE(::mkfifo(QFile::encodeName(fixture.path("fifo.db")).constData(), 0600), 0);
    expectRefused(fixture.path("fifo.db"), "not a plain file");
}

void TestSchema::fileOfAKilledServiceOpensWithAllThatWasAnswered()
{
    StorageFixture fixture;
    Database running;
    StorageFixture::open(running, fixture.path());
    CamerasTable cameras(running);
    for (int i = 0; i < 50; ++i) {
        const QString number = QString::number(i);
        QVERIFY(waitFor(cameras.add("rtsp", number, "sealed", "address", number)).ok());
    }
    // A copy of the files as they lie on the disk now is what a kill leaves: the rows are in the log alone, and a
    // transaction was being written when it came.
    write(fixture.path("killed.db"), contents(fixture.path()));
    const QByteArray log = contents(fixture.path("service.db-wal"));
    QVERIFY(!log.isEmpty());
    write(fixture.path("killed.db-wal"), log + log.left(2000));
    Database again;
    StorageFixture::open(again, fixture.path("killed.db"));
    CamerasTable kept(again);
    QCOMPARE(waitFor(kept.all()).value().size(), size_t(50));
    QCOMPARE(waitFor(kept.add("rtsp", "next", "sealed", "address", "50")).value().id, CameraId(50));
}

void TestSchema::failedMigrationLeavesNothingBehind()
{
    StorageFixture fixture;
    Database database;
    StorageFixture::open(database, fixture.path());
    const auto result = waitFor(database.run<Done>([](QSqlDatabase &db) -> Result<Done> {
        auto migrations = loadMigrations();
        if (!migrations.ok())
            return migrations.error();
        const int next = migrations->back().version + 1;
        migrations->push_back(
            {next, "good", "create table first_half (id integer); insert into first_half values (1)"});
        migrations->push_back(
            {next + 1, "bad", "create table second_half (id integer); insert into nowhere values (1)"});
        return migrate(db, *migrations);
    }));
    QVERIFY(!result.ok());
    QVERIFY(!runSql(database, "select count(*) from first_half").ok());
    QCOMPARE(runSql(database, "select max(version) from schema_migrations").value().toInt(),
             loadMigrations().value().back().version);
}

void TestSchema::migrationsWithAGapAreRefused()
{
    QTemporaryDir folder;
    write(folder.filePath("0001_one.sql"), "select 1");
    write(folder.filePath("0003_three.sql"), "select 1");
    const auto loaded = loadMigrations(folder.path());
    QVERIFY(!loaded.ok());
    QVERIFY(loaded.error().message.contains("0003_three.sql"));
}

CS_TEST(TestSchema)
#include "tst_schema.moc"

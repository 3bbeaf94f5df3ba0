#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>

#include <QDir>
#include <QFile>
#include <QSignalSpy>

#include "support/testprogram.h"
#include "support/waitfor.h"
#include "unit/audit/auditrig.h"
#include "unit/audit/retentionsteps.h"

using namespace cs;

namespace {

// As long as it lives no file of this process grows beyond so many bytes: writing fails as on a full disk.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }
    FileSizeLimit(const FileSizeLimit &) = delete;
    FileSizeLimit &operator=(const FileSizeLimit &) = delete;

private:
    rlimit m_before{};
    void (*m_handler)(int) = std::signal(SIGXFSZ, SIG_IGN);
};

QByteArray bytesOfPart(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// As a service does that is killed in the middle of a part; the path.
QString leaveDraft(AuditRig &rig, const QString &folder)
{
    const QString part = partPath(rig, folder, 1, 200);
    QFile draft(part + QStringLiteral(".new"));
    const bool left = QDir().mkpath(folder) && draft.open(QIODevice::WriteOnly);
    return left && waitFor(rig.table->noteDraft(part)).ok() ? draft.fileName() : QString();
}

}  // namespace

// What is given up is kept before, in files that follow each other without a gap or a double, whatever ends the service.
class TestAuditArchive : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void archivedPartsAreWholeAndFollowEachOther();
    void leftoversOfACutThatWasKilledGo();
    void partThatWasKeptBeforeAKillIsNotKeptTwice();
    void partThatReachesBeyondTheLimitWaits();
    void partBeyondTheTrailIsTold();
    void partOfOtherRecordsIsLeftAlone_data();
    void partOfOtherRecordsIsLeftAlone();
    void draftGoesAlsoWhereNothingIsGivenUpAnyMore();
    void filesOfOtherServicesStay();
    void archiveIsNeverOpenToOthers();
    void whatCannotBeArchivedStays();
    void whatIsNotArchivedToItsEndStays();
};

void TestAuditArchive::archivedPartsAreWholeAndFollowEachOther()
{
    AuditRig rig;
    AuditRetentionOptions options = keep(100);
    options.archiveFolder = rig.folder() + QStringLiteral("/old/audit");
    rig.add(2650);
    QCOMPARE(look(rig, options), 2500);
    const QDir folder(options.archiveFolder);
    const QString first = partPath(rig, options.archiveFolder, 1, 2000);
    const QString second = partPath(rig, options.archiveFolder, 2001, 2500);
    const QFileInfoList parts = folder.entryInfoList(QDir::Files, QDir::Name);
    QCOMPARE(parts.size(), 2);
    QCOMPARE(parts[0].filePath(), first);
    QCOMPARE(parts[1].filePath(), second);
    QVERIFY(QRegularExpression("^audit-[0-9a-f]{8}-000000002001-000000002500\\.jsonl$")
                .match(parts[1].fileName())
                .hasMatch());
    for (const QFileInfo &part : parts)
        QCOMPARE(part.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    QCOMPARE(partsReach(options.archiveFolder), 2500);
    QCOMPARE(rig.records().front().seq, 2501);
    QCOMPARE(rig.records().back().target, QStringLiteral("records 2001 to 2500, kept in %1").arg(parts[1].fileName()));
}

void TestAuditArchive::leftoversOfACutThatWasKilledGo()
{
    AuditRig rig;
    rig.add(650);
    const auto status = waitFor(rig.table->status());
    const auto page = waitFor(rig.table->chain(0, 400, 1000));
    // As far as it came: the beginning was moved, and nothing was deleted yet.
    QVERIFY(waitFor(rig.table->moveStart(status->start, {400, page->records.back().hash}, rig.clock.now())).ok());
    QVERIFY(AuditRig::verifyFiles(rig.folder()).valid);
    rig.stop();
    const QString folder = rig.folder() + QStringLiteral("/old");
    QVERIFY(QDir().mkpath(folder));
    rig.start();
    QVERIFY(rig.flush());
    QFile draft(leaveDraft(rig, folder));
    QVERIFY2(rig.verify().valid, qPrintable(rig.verify().reason));
    QCOMPARE(rig.records().front().seq, 1);
    AuditRetentionOptions options = keep(100);
    options.archiveFolder = folder;
    QCOMPARE(look(rig, options), 100);
    QCOMPARE(rig.records().front().seq, 501);
    QVERIFY(!draft.exists());
    QVERIFY(AuditRig::verifyFiles(rig.folder()).valid);
}

void TestAuditArchive::partThatWasKeptBeforeAKillIsNotKeptTwice()
{
    AuditRig rig;
    rig.add(350);
    AuditRetentionOptions options = keep(100);
    options.archiveFolder = rig.folder() + QStringLiteral("/old");
    keepPart(rig, options.archiveFolder, 200);
    const QByteArray kept = bytesOfPart(partPath(rig, options.archiveFolder, 1, 200));
    rig.stop();
    rig.start();
    // So that more is to go now than then.
    rig.add(400);
    QVERIFY(look(rig, options) > 200);
    const qint64 first = rig.records().front().seq;
    QCOMPARE(partsReach(options.archiveFolder), first - 1);
    QCOMPARE(bytesOfPart(partPath(rig, options.archiveFolder, 1, 200)), kept);
    QVERIFY(AuditRig::verifyFiles(rig.folder()).valid);
    // And when it is killed again at the next one.
    rig.add(200);
    const auto place = waitFor(rig.table->cutPlace({{}, 100}));
    QVERIFY(place.ok() && *place);
    keepPart(rig, options.archiveFolder, **place);
    QCOMPARE(look(rig, options), **place - first + 1);
    QCOMPARE(partsReach(options.archiveFolder), **place);
}

void TestAuditArchive::partThatReachesBeyondTheLimitWaits()
{
    AuditRig rig;
    rig.add(350);
    AuditRetentionOptions options = keep(200);
    options.archiveFolder = rig.folder() + QStringLiteral("/old");
    keepPart(rig, options.archiveFolder, 300);
    QCOMPARE(look(rig, options), 0);
    QCOMPARE(rig.records().front().seq, 1);
    options.keepRecords = 50;
    QCOMPARE(look(rig, options), 300);
    QCOMPARE(partsReach(options.archiveFolder), 300);
}

void TestAuditArchive::partBeyondTheTrailIsTold()
{
    AuditRig rig;
    rig.add(350);
    AuditRetentionOptions options = keep(200);
    options.archiveFolder = rig.folder() + QStringLiteral("/old");
    QVERIFY(QDir().mkpath(options.archiveFolder));
    QFile strange(partPath(rig, options.archiveFolder, 1, 999'999));
    QVERIFY(strange.open(QIODevice::WriteOnly));
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression("the oldest audit records stay: .*999999.* move it away"));
    QCOMPARE(look(rig, options), 0);
    QCOMPARE(rig.records().front().seq, 1);
    QVERIFY(strange.remove());
    QCOMPARE(look(rig, options), 100);
}

void TestAuditArchive::partOfOtherRecordsIsLeftAlone_data()
{
    QTest::addColumn<QString>("what");
    QTest::newRow("no trail") << "nothing";
    QTest::newRow("cut off") << "half";
    QTest::newRow("fewer records than its name says") << "fewer";
    QTest::newRow("another trail") << "other";
}

void TestAuditArchive::partOfOtherRecordsIsLeftAlone()
{
    QFETCH(QString, what);
    AuditRig rig;
    rig.add(350);
    AuditRetentionOptions options = keep(100);
    options.archiveFolder = rig.folder() + QStringLiteral("/old");
    const QString path = partPath(rig, options.archiveFolder, 1, 200);
    AuditRig other;
    other.add(350);
    AuditRig &from = what == "other" ? other : rig;
    keepPart(from, options.archiveFolder, what == "fewer" ? 100 : 200);
    const QByteArray good = bytesOfPart(partPath(from, options.archiveFolder, 1, what == "fewer" ? 100 : 200));
    QVERIFY(QDir(options.archiveFolder).removeRecursively() && QDir().mkpath(options.archiveFolder));
    const QByteArray bad = what == "nothing" ? QByteArray("nothing\n")
                           : what == "half"  ? good.first(good.size() / 2)
                                             : good;
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bad) == bad.size());
    file.close();
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression("the oldest audit records stay: .*is there already and does "
                                                           "not hold the records that are to go .*move it away"));
    QCOMPARE(look(rig, options), 0);
    QCOMPARE(rig.records().front().seq, 1);
    QCOMPARE(bytesOfPart(path), bad);
    QVERIFY(QFile::rename(path, path + QStringLiteral(".bad")));
    QCOMPARE(look(rig, options), 200);
    QCOMPARE(partsReach(options.archiveFolder), 200);
}

void TestAuditArchive::draftGoesAlsoWhereNothingIsGivenUpAnyMore()
{
    AuditRig rig;
    rig.add(350);
    AuditRetentionOptions options = keep(100);
    options.archiveFolder = rig.folder() + QStringLiteral("/old");
    // It is known before it is written.
    QCOMPARE(look(rig, options), 200);
    QCOMPARE(waitFor(rig.table->draft()).value(), partPath(rig, options.archiveFolder, 1, 200));
    const QString draft = leaveDraft(rig, options.archiveFolder);
    // Its disk is away for a while.
    QVERIFY(QDir().rename(options.archiveFolder, options.archiveFolder + QStringLiteral(".away")));
    QCOMPARE(look(rig, {}), 0);
    QVERIFY(QDir().rename(options.archiveFolder + QStringLiteral(".away"), options.archiveFolder));
    QVERIFY(QFile::exists(draft));
    QCOMPARE(look(rig, {}), 0);
    QVERIFY(!QFile::exists(draft));
    QCOMPARE(waitFor(rig.table->draft()).value(), QString());
}

void TestAuditArchive::filesOfOtherServicesStay()
{
    AuditRig rig;
    AuditRig other;
    AuditRetentionOptions options = keep(100);
    options.archiveFolder = rig.folder() + QStringLiteral("/shared");
    rig.add(350);
    other.add(350);
    const QString draft = leaveDraft(other, options.archiveFolder);
    QCOMPARE(look(rig, options), 200);
    QVERIFY(QFile::exists(draft));
    QCOMPARE(look(other, options), 200);
    QVERIFY(!QFile::exists(draft));
    QVERIFY(QFile::exists(partPath(rig, options.archiveFolder, 1, 200)));
    QVERIFY(QFile::exists(partPath(other, options.archiveFolder, 1, 200)));
    // Somebody writes into the database what the service shall remove.
    const QString precious = rig.folder() + QStringLiteral("/precious.new");
    QVERIFY(QFile(precious).open(QIODevice::WriteOnly));
    QVERIFY(waitFor(rig.table->noteDraft(rig.folder() + QStringLiteral("/precious"))).ok());
    QCOMPARE(look(rig, options), 0);
    QVERIFY(QFile::exists(precious));
}

void TestAuditArchive::archiveIsNeverOpenToOthers()
{
    AuditRig rig;
    rig.add(150);
    const auto status = waitFor(rig.table->status());
    const auto page = waitFor(rig.table->chain(0, 100, 50));
    const QString path = rig.folder() + QStringLiteral("/part.jsonl");
    const mode_t before = ::umask(0);
    AuditCut cut(*status, 100, path, AuditCut::File::ToMake, rig.clock.now());
    const auto taken = cut.take(*page);
    ::umask(before);
    // Not done yet: so it is the draft that lies there.
    QVERIFY(taken.ok() && !*taken);
    struct stat info {};
    QCOMPARE(::stat(QFile::encodeName(path + QStringLiteral(".new")).constData(), &info), 0);
    QCOMPARE(info.st_mode & 07777, 0600U);
}

void TestAuditArchive::whatCannotBeArchivedStays()
{
    AuditRig rig;
    rig.add(350);
    AuditRetentionOptions options = keep(100);
    // A file where the folder should be.
    options.archiveFolder = rig.databasePath();
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression("the oldest audit records stay: cannot write .*"));
    QCOMPARE(look(rig, options), 0);
    QCOMPARE(rig.records().front().seq, 1);
    QVERIFY(rig.verify().valid);
}

void TestAuditArchive::whatIsNotArchivedToItsEndStays()
{
    AuditRig rig;
    rig.add(10);
    rig.add(10);
    const auto status = waitFor(rig.table->status());
    const auto page = waitFor(rig.table->chain(0, 10, 1000));
    const QString folder = rig.folder() + QStringLiteral("/old");
    const QString path = partPath(rig, folder, 1, 10);
    {
        AuditCut cut(*status, 10, path, AuditCut::File::ToMake, rig.clock.now());
        // Enough for the first line alone.
        const FileSizeLimit limit(1024);
        const auto taken = cut.take(*page);
        QVERIFY(!taken.ok());
        QVERIFY2(taken.error().message.startsWith(QStringLiteral("cannot write ") + path),
                 qPrintable(taken.error().message));
    }
    QVERIFY(QDir(folder).isEmpty());
}

CS_TEST(TestAuditArchive)
#include "tst_auditarchive.moc"

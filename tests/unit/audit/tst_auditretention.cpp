#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>

#include <QDir>
#include <QFile>
#include <QSignalSpy>

#include "audit/auditcut.h"
#include "auditchain/exportreader.h"
#include "support/testprogram.h"
#include "support/waitfor.h"
#include "unit/audit/auditrig.h"
#include "unit/audit/retentionsteps.h"

using namespace cs;
using namespace std::chrono_literals;

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

}  // namespace

// The oldest records go by configuration; whoever cuts without the key is found out as before.
class TestAuditRetention : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withoutLimitsNothingGoes();
    void keepsSoManyAndStaysValid();
    void keepsWhatIsYoung();
    void cutIsWrittenDown();
    void archivedPartsAreWholeAndFollowEachOther();
    void leftoversOfACutThatWasKilledGo();
    void archiveIsNeverOpenToOthers();
    void recordsGoInSmallPieces();
    void whatWasGivenUpIsListedNoMore();
    void whatCannotBeArchivedStays();
    void whatIsNotArchivedToItsEndStays();
    void whatWasTamperedWithStays();
    void goesOnAfterARestart();
    void trailWithNothingLeftGoesOn();
};

void TestAuditRetention::withoutLimitsNothingGoes()
{
    AuditRig rig;
    rig.add(500);
    AuditRetention off(*rig.table, *rig.trail, rig.clock, {});
    const QSignalSpy looked(&off, &AuditRetention::looked);
    off.start();
    off.look();
    QVERIFY(rig.flush());
    QVERIFY(looked.isEmpty());
    QCOMPARE(rig.records().size(), size_t(500));
}

void TestAuditRetention::keepsSoManyAndStaysValid()
{
    AuditRig rig;
    // More than one step.
    rig.add(5050);
    QCOMPARE(look(rig, keep(1000)), 4000);
    const auto left = rig.records();
    QCOMPARE(left.front().seq, 4001);
    for (const ChainReport &report : {rig.verify(), AuditRig::verifyFiles(rig.folder())}) {
        QVERIFY2(report.valid, qPrintable(report.reason));
        QCOMPARE(report.checked, qint64(left.size()));
    }
    QVERIFY(rig.verify(1).valid);
    QVERIFY(rig.verify(4500, 4600).valid);
    QCOMPARE(look(rig, keep(1000)), 0);
}

void TestAuditRetention::keepsWhatIsYoung()
{
    AuditRig rig;
    rig.add(330);
    rig.clock.advance(std::chrono::hours(24 * 31));
    rig.add(330);
    // Up to the end of the first lot, which is signed.
    QCOMPARE(look(rig, {std::chrono::days(30), 0, {}}), 330);
    QCOMPARE(rig.records().front().seq, 331);
    QVERIFY(AuditRig::verifyFiles(rig.folder()).valid);
}

void TestAuditRetention::cutIsWrittenDown()
{
    AuditRig rig;
    rig.add(350);
    QCOMPARE(look(rig, keep(100)), 200);
    const AuditRecord last = rig.records().back();
    QCOMPARE(last.action, QStringLiteral("audit.cut"));
    QCOMPARE(last.target, QStringLiteral("records 1 to 200"));
    QCOMPARE(last.username, QStringLiteral("service"));
}

void TestAuditRetention::archivedPartsAreWholeAndFollowEachOther()
{
    AuditRig rig;
    AuditRetentionOptions options = keep(100);
    options.archiveFolder = rig.folder() + QStringLiteral("/old/audit");
    rig.add(2650);
    QCOMPARE(look(rig, options), 2500);
    const QDir folder(options.archiveFolder);
    const QStringList names = folder.entryList(QDir::Files, QDir::Name);
    QCOMPARE(names, QStringList({"audit-000000000001-000000002000.jsonl", "audit-000000002001-000000002500.jsonl"}));
    qint64 next = 1;
    for (const QString &name : names) {
        QFile file(folder.filePath(name));
        QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        QVERIFY(file.open(QIODevice::ReadOnly));
        ExportReader reader(std::nullopt);
        auto done = reader.read(file, 1000);
        while (done.ok() && !*done)
            done = reader.read(file, 1000);
        QVERIFY(done.ok());
        const ChainReport report = reader.report();
        QVERIFY2(report.valid, qPrintable(report.reason));
        QCOMPARE(reader.header()->after.seq + 1, next);
        next = report.lastSeq + 1;
    }
    QCOMPARE(rig.records().front().seq, next);
    QCOMPARE(rig.records().back().target,
             QStringLiteral("records 2001 to 2500, kept in audit-000000002001-000000002500.jsonl"));
}

void TestAuditRetention::leftoversOfACutThatWasKilledGo()
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
    QFile draft(folder + QStringLiteral("/audit-000000000001-000000000400.jsonl.new"));
    QVERIFY(draft.open(QIODevice::WriteOnly));
    rig.start();
    QVERIFY(rig.flush());
    QVERIFY2(rig.verify().valid, qPrintable(rig.verify().reason));
    QCOMPARE(rig.records().front().seq, 1);
    AuditRetentionOptions options = keep(100);
    options.archiveFolder = folder;
    QCOMPARE(look(rig, options), 100);
    QCOMPARE(rig.records().front().seq, 501);
    QVERIFY(!draft.exists());
    QVERIFY(AuditRig::verifyFiles(rig.folder()).valid);
}

void TestAuditRetention::archiveIsNeverOpenToOthers()
{
    AuditRig rig;
    rig.add(150);
    const auto status = waitFor(rig.table->status());
    const auto page = waitFor(rig.table->chain(0, 100, 50));
    const QString path = rig.folder() + QStringLiteral("/part.jsonl");
    const mode_t before = ::umask(0);
    AuditCut cut(*status, 100, path, rig.clock.now());
    const auto taken = cut.take(*page);
    ::umask(before);
    // Not done yet: so it is the draft that lies there.
    QVERIFY(taken.ok() && !*taken);
    struct stat info {};
    QCOMPARE(::stat(QFile::encodeName(path + QStringLiteral(".new")).constData(), &info), 0);
    QCOMPARE(info.st_mode & 07777, 0600U);
}

// A job of the database's thread deletes so many and no more.
void TestAuditRetention::recordsGoInSmallPieces()
{
    AuditRig rig;
    rig.add(650);
    const auto status = waitFor(rig.table->status());
    const auto page = waitFor(rig.table->chain(0, 600, 1000));
    QVERIFY(waitFor(rig.table->moveStart(status->start, {600, page->records.back().hash}, rig.clock.now())).ok());
    for (qint64 first = 1; first <= 501; first += AuditTable::SweepStep) {
        QCOMPARE(rig.records().front().seq, first);
        const auto done = waitFor(rig.table->sweep());
        QVERIFY(done.ok());
        QCOMPARE(*done, first == 501);
        const ChainReport report = AuditRig::verifyFiles(rig.folder());
        QVERIFY2(report.valid, qPrintable(report.reason));
        QCOMPARE(report.checked, 50);
    }
    QCOMPARE(rig.records().front().seq, 601);
}

// The records before the beginning are no part of the trail, though some may not be deleted yet.
void TestAuditRetention::whatWasGivenUpIsListedNoMore()
{
    AuditRig rig;
    rig.add(650);
    const auto status = waitFor(rig.table->status());
    const auto page = waitFor(rig.table->chain(0, 600, 1000));
    QVERIFY(waitFor(rig.table->moveStart(status->start, {600, page->records.back().hash}, rig.clock.now())).ok());
    QCOMPARE(rig.records().front().seq, 1);
    const auto listed = waitFor(rig.table->page({}, 1000));
    QVERIFY(listed.ok());
    QCOMPARE(listed->records.size(), size_t(50));
    QCOMPARE(listed->records.back().seq, 601);
    QVERIFY(!listed->next);
}

void TestAuditRetention::whatCannotBeArchivedStays()
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

void TestAuditRetention::whatIsNotArchivedToItsEndStays()
{
    AuditRig rig;
    rig.add(10);
    rig.add(10);
    AuditRetentionOptions options = keep(10);
    options.archiveFolder = rig.folder() + QStringLiteral("/old");
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression("the oldest audit records stay: cannot write .*"));
    AuditRetention retention(*rig.table, *rig.trail, rig.clock, options);
    const QSignalSpy looked(&retention, &AuditRetention::looked);
    {
        // So little is written at the very end alone.
        const FileSizeLimit limit(1024);
        retention.look();
        QTRY_COMPARE(looked.size(), 1);
    }
    QVERIFY(!QFile::exists(options.archiveFolder + QStringLiteral("/audit-000000000001-000000000010.jsonl")));
    QCOMPARE(rig.records().front().seq, 1);
    QVERIFY(rig.verify().valid);
}

void TestAuditRetention::whatWasTamperedWithStays()
{
    AuditRig rig;
    rig.add(350);
    rig.sql(QStringLiteral("update audit_records set username = 'nobody' where seq = 42"));
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression("the oldest audit records stay: record 42 was changed.*"));
    QCOMPARE(look(rig, keep(100)), 0);
    expectFault(rig, 42);
}

void TestAuditRetention::goesOnAfterARestart()
{
    AuditRig rig;
    rig.add(350);
    QCOMPARE(look(rig, keep(100)), 200);
    rig.stop();
    rig.start();
    rig.add(150);
    QCOMPARE(rig.records().back().action.left(6), QStringLiteral("action"));
    QVERIFY2(rig.verify().valid, qPrintable(rig.verify().reason));
    QVERIFY(AuditRig::verifyFiles(rig.folder()).valid);
    QVERIFY(look(rig, keep(100)) > 0);
    QVERIFY(AuditRig::verifyFiles(rig.folder()).valid);
}

void TestAuditRetention::trailWithNothingLeftGoesOn()
{
    AuditRig rig;
    rig.add(300);
    rig.clock.advance(std::chrono::hours(48));
    {
        // Without a record about the cut.
        struct Nowhere : AuditSink {
            void record(AuditEntry) override {}
        } nowhere;
        AuditRetention retention(*rig.table, nowhere, rig.clock, {std::chrono::days(1), 0, {}});
        const QSignalSpy looked(&retention, &AuditRetention::looked);
        retention.look();
        QTRY_COMPARE(looked.size(), 1);
        QCOMPARE(looked.first().first().toLongLong(), 300);
    }
    QVERIFY(rig.records().empty());
    QVERIFY(rig.verify().valid);
    rig.stop();
    rig.start();
    rig.add(10);
    QCOMPARE(rig.records().front().seq, 301);
    QCOMPARE(rig.records().front().target, QStringLiteral("target 301"));
    QVERIFY(AuditRig::verifyFiles(rig.folder()).valid);
}

CS_TEST(TestAuditRetention)
#include "tst_auditretention.moc"

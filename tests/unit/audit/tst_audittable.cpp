#include <QElapsedTimer>

#include "auditchain/exportformat.h"
#include "support/testprogram.h"
#include "unit/audit/auditrig.h"

using namespace cs;

// The table under the trail: numbers, filters and pages.
class TestAuditTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_rig = std::make_unique<AuditRig>(); }
    void cleanup() { m_rig.reset(); }
    void recordsComeBackAsTheyWereGiven();
    void nothingIsAppendedBeforeTheChainIsTakenUp();
    void tooManyAtOnceAreRefused();
    void listIsNewestFirst();
    void filtersAgreeWithWhatTheyMean_data();
    void filtersAgreeWithWhatTheyMean();
    void pagesMeetWithoutGapOrDouble();
    void pageEndsAfterItsStepAndSaysWhereToGoOn();
    void clockThatWasSetBackLosesNothing();
    void lastHourIsFoundWithoutTheWholeTrail();
    void numbersThatNoCameraHasVerify();
    void failedAppendLeavesTheChainWhole();
    void jobsStayShortWithManyRecords();

private:
    std::vector<AuditRecord> listed(AuditFilter filter, qint64 limit = 50)
    {
        std::vector<AuditRecord> all;
        for (int page = 0; page < 10000; ++page) {
            const auto found = waitFor(m_rig->table->page(filter, limit));
            if (!found.ok())
                return {};
            all.insert(all.end(), found->records.begin(), found->records.end());
            if (!found->next)
                return all;
            filter.after = found->next;
        }
        return {};
    }

    std::unique_ptr<AuditRig> m_rig;
};

void TestAuditTable::recordsComeBackAsTheyWereGiven()
{
    AuditEntry entry = AuditRig::entry(1);
    entry.target = QString::fromUtf8("Tür 😀 'b' \"c\"; drop table audit_records; -- \\");
    entry.username.clear();
    entry.device = CameraId(0);
    m_rig->trail->record(entry);
    entry.device.reset();
    entry.target = QString(QChar(0xfeff) + u"x"_qs + QChar(0xd800) + QChar(0));
    m_rig->trail->record(entry);
    QVERIFY(m_rig->flush());
    const auto records = m_rig->records();
    QCOMPARE(records.size(), size_t(2));
    QCOMPARE(records[0].at, m_rig->clock.now());
    QCOMPARE(records[0].target, QString::fromUtf8("Tür 😀 'b' \"c\"; drop table audit_records; -- \\"));
    QCOMPARE(records[0].username, QString());
    QCOMPARE(records[0].device, std::optional(CameraId(0)));
    QCOMPARE(records[0].seq, 1);
    QVERIFY(!records[1].device);
    QCOMPARE(records[1].target, QString::fromUtf8("\uFFFDx\uFFFD\uFFFD"));
    QVERIFY(m_rig->verify().valid);
    QVERIFY(AuditRig::verifyFiles(m_rig->folder()).valid);
}

void TestAuditTable::nothingIsAppendedBeforeTheChainIsTakenUp()
{
    AuditTable fresh(*m_rig->database, *openAuditChain(m_rig->folder()));
    const Timestamp now = m_rig->clock.now();
    QVERIFY(!waitFor(fresh.append({AuditRecord()}, now)).ok());
    QVERIFY(!waitFor(fresh.sign(now)).ok());
    QVERIFY(!waitFor(fresh.status()).ok());
    QVERIFY(waitFor(fresh.start(now)).ok());
    QVERIFY(waitFor(fresh.append({AuditRecord()}, now)).ok());
    QCOMPARE(waitFor(fresh.status())->end.seq, 1);
}

void TestAuditTable::tooManyAtOnceAreRefused()
{
    QVERIFY(m_rig->flush());
    std::vector<AuditRecord> many(AuditTable::MaxAppend + 1);
    QVERIFY(!waitFor(m_rig->table->append(many, m_rig->clock.now())).ok());
    many.pop_back();
    QVERIFY(waitFor(m_rig->table->append(many, m_rig->clock.now())).ok());
}

void TestAuditTable::listIsNewestFirst()
{
    QCOMPARE(listed({}).size(), size_t(0));
    m_rig->add(120);
    const auto all = listed({}, 7);
    QCOMPARE(all.size(), size_t(120));
    for (size_t i = 0; i < all.size(); ++i)
        QCOMPARE(all[i].seq, qint64(120 - i));
}

void TestAuditTable::filtersAgreeWithWhatTheyMean_data()
{
    QTest::addColumn<int>("mask");
    for (int mask = 0; mask < 32; ++mask)
        QTest::addRow("%d", mask) << mask;
}

void TestAuditTable::filtersAgreeWithWhatTheyMean()
{
    QFETCH(int, mask);
    m_rig->add(700);
    const auto all = m_rig->records();
    AuditFilter filter;
    if (mask & 1)
        filter.since = all[100].at;
    if (mask & 2)
        filter.until = all[600].at;
    if (mask & 4)
        filter.username = QStringLiteral("user3");
    if (mask & 8)
        filter.action = QStringLiteral("action2");
    if (mask & 16)
        filter.device = CameraId(5);
    std::vector<AuditRecord> expected;
    std::copy_if(all.rbegin(), all.rend(), std::back_inserter(expected), [&](const AuditRecord &record) {
        return (!filter.since || record.at >= *filter.since) && (!filter.until || record.at < *filter.until)
               && (!filter.username || record.username == *filter.username)
               && (!filter.action || record.action == *filter.action)
               && (!filter.device || record.device == filter.device);
    });
    QVERIFY(!expected.empty());
    QCOMPARE(listed(filter, 11), expected);
}

void TestAuditTable::pagesMeetWithoutGapOrDouble()
{
    // Many with the same time.
    for (int i = 0; i < 90; ++i)
        m_rig->trail->record(AuditRig::entry(i));
    QVERIFY(m_rig->flush());
    for (const qint64 limit : {1, 2, 29, 30, 89, 90, 91}) {
        const auto all = listed({}, limit);
        QCOMPARE(all.size(), size_t(90));
        for (size_t i = 0; i < all.size(); ++i)
            QCOMPARE(all[i].seq, qint64(90 - i));
    }
    // Exactly one page is the last.
    QVERIFY(!waitFor(m_rig->table->page({}, 90))->next);
}

void TestAuditTable::pageEndsAfterItsStepAndSaysWhereToGoOn()
{
    m_rig->add(9000);
    AuditFilter filter;
    filter.username = QStringLiteral("user1");
    filter.action = QStringLiteral("action1");
    filter.device = CameraId(1);
    QVERIFY(!listed(filter).empty());
    filter = {};
    filter.action = QStringLiteral("none such");
    QCOMPARE(listed(filter).size(), size_t(0));
    // A user with many records, an action that is in none of them: found empty in more than one step.
    m_rig->sql(QStringLiteral("update audit_records set username = 'busy'"));
    filter.username = QStringLiteral("busy");
    const auto page = waitFor(m_rig->table->page(filter, 50));
    QVERIFY(page.ok() && page->records.empty() && page->next);
    QCOMPARE(*page->next, qint64(9000 - AuditTable::ScanStep + 1));
    QCOMPARE(listed(filter).size(), size_t(0));
}

void TestAuditTable::clockThatWasSetBackLosesNothing()
{
    m_rig->add(50);
    m_rig->clock.advance(std::chrono::hours(-2));
    m_rig->add(50);
    const auto all = listed({}, 9);
    QCOMPARE(all.size(), size_t(100));
    QSet<qint64> seqs;
    for (const AuditRecord &record : all)
        seqs.insert(record.seq);
    QCOMPARE(seqs.size(), 100);
    // What was done last comes first, whatever the clock said.
    for (size_t i = 0; i < all.size(); ++i)
        QCOMPARE(all[i].seq, qint64(100 - i));
    AuditFilter young;
    young.since = m_rig->records()[10].at;
    QCOMPARE(listed(young, 9).size(), size_t(40));
    AuditFilter old;
    old.until = m_rig->records()[10].at;
    QCOMPARE(listed(old, 9).size(), size_t(60));
    QVERIFY(m_rig->verify().valid);
}

void TestAuditTable::lastHourIsFoundWithoutTheWholeTrail()
{
    m_rig->add(6000);
    m_rig->clock.advance(std::chrono::hours(2));
    m_rig->add(20);
    AuditFilter filter;
    filter.since = m_rig->records()[6000].at;
    const auto page = waitFor(m_rig->table->page(filter, 50));
    QCOMPARE(page->records.size(), size_t(20));
    QVERIFY(!page->next);
    // A clock that was set back has young records further down.
    filter.since = m_rig->records()[100].at;
    m_rig->clock.advance(std::chrono::hours(-3));
    m_rig->add(6000);
    filter.username = QStringLiteral("nobody");
    QVERIFY(waitFor(m_rig->table->page(filter, 50))->records.empty());
    filter.username.reset();
    filter.until = m_rig->records()[110].at;
    QCOMPARE(listed(filter).size(), size_t(10));
}

void TestAuditTable::numbersThatNoCameraHasVerify()
{
    m_rig->add(3);
    // As older versions wrote it: "camera?".
    const quint32 nowhere = CameraId::parse(u"camera0123")->number();
    AuditRecord record;
    record.seq = 4;
    record.device = CameraId(nowhere);
    record.hash = chainHash(record, m_rig->records().back().hash);
    m_rig->stop();
    {
        Database database;
        StorageFixture::open(database, m_rig->databasePath());
        QVERIFY(runSql(database,
                       QStringLiteral("insert into audit_records values (4, %1, '', '', '', '', %2, '', '', x'%3')")
                           .arg(toMicroseconds(record.at))
                           .arg(nowhere)
                           .arg(QString::fromLatin1(record.hash.toHex())))
                    .ok());
    }
    m_rig->start();
    m_rig->add(3);
    const ChainReport report = m_rig->verify();
    QVERIFY2(report.valid, qPrintable(report.reason));
    QVERIFY(AuditRig::verifyFiles(m_rig->folder()).valid);
    const auto line = readExportLine(exportLine(m_rig->records()[3]));
    QVERIFY(line.ok());
    QCOMPARE(std::get<AuditRecord>(*line), m_rig->records()[3]);
    QCOMPARE(recordedCamera(QStringLiteral("camera7")), std::optional(CameraId(7)));
    for (const char *name : {"camera", "camera07", "camera+7", "camera 7", "camera4294967296", "door7", "cam"})
        QVERIFY(!recordedCamera(QString::fromLatin1(name)));
}

void TestAuditTable::failedAppendLeavesTheChainWhole()
{
    m_rig->add(3);
    // Number 5 is taken: of 4, 5 and 6 none may be stored.
    m_rig->sql(QStringLiteral("insert into audit_records values (5, 0, '', '', '', '', null, '', '', x'')"));
    const Timestamp now = m_rig->clock.now();
    QVERIFY(!waitFor(m_rig->table->append(std::vector<AuditRecord>(3), now)).ok());
    m_rig->sql(QStringLiteral("delete from audit_records where seq = 5"));
    QCOMPARE(m_rig->records().size(), size_t(3));
    QVERIFY(waitFor(m_rig->table->append(std::vector<AuditRecord>(3), now)).ok());
    QCOMPARE(m_rig->records().size(), size_t(6));
    QVERIFY(m_rig->verify().valid);
}

void TestAuditTable::jobsStayShortWithManyRecords()
{
    m_rig->add(10'000);
    // Ten copies make a hundred thousand; their chain is of no interest here.
    for (int i = 1; i < 10; ++i) {
        m_rig->sql(
            QStringLiteral("insert into audit_records select seq + %1, at + %1, username, address, action, target, "
                           "camera_id, result, request_id, hash from audit_records where seq <= 10000")
                .arg(i * 10'000));
    }
    AuditFilter busy;
    busy.username = QStringLiteral("user1");
    busy.action = QStringLiteral("none such");
    AuditFilter early;
    early.until = m_rig->records().front().at + std::chrono::seconds(1);
    const auto milliseconds = [&](const AuditFilter &filter) {
        QElapsedTimer timer;
        timer.start();
        [&] { QVERIFY(waitFor(m_rig->table->page(filter, 50)).ok()); }();
        return timer.elapsed();
    };
    for (const AuditFilter &filter : {AuditFilter(), busy, early}) {
        std::vector<qint64> times;
        for (int i = 0; i < 5; ++i)
            times.push_back(milliseconds(filter));
        // The shortest of five: a busy machine makes any of them long.
        QVERIFY2(*std::min_element(times.begin(), times.end()) < 50, qPrintable(QString::number(times.front())));
    }
}

CS_TEST(TestAuditTable)
#include "tst_audittable.moc"

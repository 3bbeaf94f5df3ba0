
#include "storage/camerastable.h"
#include "storage/recordingstable.h"
#include "storage/snapshotstable.h"
#include "storagefixture.h"
#include "support/testprogram.h"

using namespace cs;

// Rows of recordings and snapshots, and their pages.
class TestMedia : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void recordingComesBackAsItWasStored();
    void finishedRecordingIsNoLongerOpen();
    void recordingIsFinishedOnce();
    void nameIsTakenOnce();
    void removedRecordingIsGoneAndItsNameFree();
    void filesThatAreGoneAreForgottenTogether();
    void unknownNamesAndIdsAreNotFound();
    void rowsNeedACameraThatWasAdded();
    void totalBytesAddsUp();
    void pagesWalkTenThousandRowsNewestFirst();
    void pageShowsTheAllowedCamerasOnly();
    void pageBoundsHold();
    void rowsThatNobodyWroteAreLeftOut();
    void snapshotComesBackAsItWasStored();
    void snapshotPagesAreNewestFirst();

private:
    StoredRecording recording(int number, quint32 camera = 0) const;
    StoredSnapshot snapshot(int number, quint32 camera = 0) const;
    void fill(int count);

    std::unique_ptr<StorageFixture> m_fixture;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<RecordingsTable> m_recordings;
    std::unique_ptr<SnapshotsTable> m_snapshots;
};

namespace {

const Timestamp start = fromMicroseconds(1'767'225'600'000'000);

FileName name(const QString &text)
{
    return FileName::parse(text).value();
}

}  // namespace

void TestMedia::init()
{
    m_fixture = std::make_unique<StorageFixture>();
    m_database = std::make_unique<Database>();
    StorageFixture::open(*m_database, m_fixture->path());
    m_recordings = std::make_unique<RecordingsTable>(*m_database);
    m_snapshots = std::make_unique<SnapshotsTable>(*m_database);
    CamerasTable cameras(*m_database);
    for (int i = 0; i < 4; ++i)
        QVERIFY(waitFor(cameras.add("rtsp", "x", "", "address", QString::number(i))).ok());
}

void TestMedia::cleanup()
{
    m_recordings.reset();
    m_snapshots.reset();
    m_database.reset();
    m_fixture.reset();
}

StoredRecording TestMedia::recording(int number, quint32 camera) const
{
    StoredRecording row;
    row.camera = CameraId(camera);
    row.file = name(QString("camera%1_%2.mp4").arg(camera).arg(number));
    row.format = "fmp4";
    row.sessionId = QString("session-%1").arg(number);
    row.startedAt = start + std::chrono::seconds(number);
    row.startedBy = "admin";
    return row;
}

StoredSnapshot TestMedia::snapshot(int number, quint32 camera) const
{
    StoredSnapshot row;
    row.camera = CameraId(camera);
    row.file = name(QString("camera%1_%2.jpg").arg(camera).arg(number));
    row.takenAt = start + std::chrono::seconds(number);
    row.sizeBytes = 1000 + number;
    row.width = 1920;
    row.height = 1080;
    return row;
}

void TestMedia::recordingComesBackAsItWasStored()
{
    StoredRecording row = recording(1);
    row.file = name(QString::fromUtf8("Tür 'x'; --.mp4"));
    row.requestedSeconds = 60;
    row.startedAt += std::chrono::microseconds(912172);
    const auto inserted = waitFor(m_recordings->insert(row));
    QVERIFY2(inserted.ok(), inserted.ok() ? "" : qPrintable(inserted.error().message));
    const auto found = waitFor(m_recordings->byName(row.file));
    QVERIFY(found.ok());
    const auto node = runSql(*m_database, "select value from meta where key = 'node_id'");
    for (const StoredRecording &stored : {*inserted, *found}) {
        QVERIFY(stored.id > 0);
        QCOMPARE(stored.nodeId, node->toString());
        QCOMPARE(stored.camera, row.camera);
        QCOMPARE(stored.file, row.file);
        QCOMPARE(stored.format, row.format);
        QCOMPARE(stored.sessionId, row.sessionId);
        QCOMPARE(stored.startedAt, row.startedAt);
        QVERIFY(!stored.endedAt);
        QVERIFY(stored.open);
        QCOMPARE(stored.sizeBytes, 0);
        QCOMPARE(stored.durationUs, 0);
        QCOMPARE(stored.endCause, QString());
        QCOMPARE(stored.requestedSeconds, std::optional<qint64>(60));
        QCOMPARE(stored.startedBy, row.startedBy);
    }
}

void TestMedia::finishedRecordingIsNoLongerOpen()
{
    const auto first = waitFor(m_recordings->insert(recording(1)));
    const auto second = waitFor(m_recordings->insert(recording(2, 1)));
    QCOMPARE(waitFor(m_recordings->openOnes())->size(), size_t(2));
    const RecordingEnd end{start + std::chrono::hours(1), 5'000'000'000, 3'600'000'000, "requested"};
    const auto finished = waitFor(m_recordings->finish(first->id, end));
    QVERIFY(finished.ok());
    QVERIFY(!finished->open);
    QCOMPARE(finished->endedAt, std::optional(end.endedAt));
    QCOMPARE(finished->sizeBytes, end.sizeBytes);
    QCOMPARE(finished->durationUs, end.durationUs);
    QCOMPARE(finished->endCause, end.cause);
    const auto open = waitFor(m_recordings->openOnes());
    QCOMPARE(open->size(), size_t(1));
    QCOMPARE(open->front().id, second->id);
}

void TestMedia::recordingIsFinishedOnce()
{
    const auto row = waitFor(m_recordings->insert(recording(1)));
    QVERIFY(waitFor(m_recordings->finish(row->id, {start, 10, 10, "duration"})).ok());
    const auto again = waitFor(m_recordings->finish(row->id, {start, 20, 20, "shutdown"}));
    QCOMPARE(again.error().code, ErrorCode::NotFound);
    QCOMPARE(waitFor(m_recordings->byName(row->file))->endCause, QString("duration"));
}

void TestMedia::nameIsTakenOnce()
{
    QVERIFY(waitFor(m_recordings->insert(recording(1))).ok());
    const auto again = waitFor(m_recordings->insert(recording(1)));
    QCOMPARE(again.error().code, ErrorCode::InvalidState);
    QVERIFY(again.error().message.contains("camera0_1.mp4"));
    QVERIFY(waitFor(m_snapshots->insert(snapshot(1))).ok());
    QCOMPARE(waitFor(m_snapshots->insert(snapshot(1))).error().code, ErrorCode::InvalidState);
}

void TestMedia::removedRecordingIsGoneAndItsNameFree()
{
    const auto row = waitFor(m_recordings->insert(recording(1)));
    QVERIFY(waitFor(m_recordings->remove(row->id)).ok());
    QCOMPARE(waitFor(m_recordings->page(50, 0))->total, 0);
    const auto again = waitFor(m_recordings->insert(recording(1)));
    QVERIFY(again.ok());
    QVERIFY(again->id > row->id);
}

void TestMedia::filesThatAreGoneAreForgottenTogether()
{
    const auto gone = waitFor(m_recordings->insert(recording(1)));
    const auto kept = waitFor(m_recordings->insert(recording(2)));
    QVERIFY(waitFor(m_recordings->forget({gone->file, name("never.mp4")})).ok());
    QCOMPARE(waitFor(m_recordings->byName(gone->file)).error().code, ErrorCode::NotFound);
    QVERIFY(waitFor(m_recordings->byName(kept->file)).ok());
    const auto picture = waitFor(m_snapshots->insert(snapshot(1)));
    QVERIFY(waitFor(m_snapshots->forget({picture->file})).ok());
    QCOMPARE(waitFor(m_snapshots->page(50, 0))->total, 0);
}

void TestMedia::unknownNamesAndIdsAreNotFound()
{
    QCOMPARE(waitFor(m_recordings->byName(name("none.mp4"))).error().code, ErrorCode::NotFound);
    QCOMPARE(waitFor(m_recordings->remove(77)).error().code, ErrorCode::NotFound);
    QCOMPARE(waitFor(m_recordings->finish(77, {})).error().code, ErrorCode::NotFound);
    QCOMPARE(waitFor(m_snapshots->byName(name("none.jpg"))).error().code, ErrorCode::NotFound);
    QCOMPARE(waitFor(m_snapshots->remove(77)).error().code, ErrorCode::NotFound);
    QCOMPARE(waitFor(m_snapshots->byName(name("none.jpg"))).error().data.value("resource").toString(),
             QString("snapshot"));
}

void TestMedia::rowsNeedACameraThatWasAdded()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("FOREIGN KEY"));
    QVERIFY(!waitFor(m_recordings->insert(recording(1, 99))).ok());
    QVERIFY(!waitFor(m_recordings->insert(StoredRecording())).ok());
    QVERIFY(!waitFor(m_snapshots->insert(StoredSnapshot())).ok());
    QCOMPARE(waitFor(m_recordings->page(50, 0))->total, 0);
}

void TestMedia::totalBytesAddsUp()
{
    QCOMPARE(waitFor(m_recordings->totalBytes()).value(), 0);
    for (int i = 0; i < 3; ++i) {
        StoredRecording row = recording(i);
        row.sizeBytes = 4'000'000'000;
        QVERIFY(waitFor(m_recordings->insert(row)).ok());
        QVERIFY(waitFor(m_snapshots->insert(snapshot(i))).ok());
    }
    QCOMPARE(waitFor(m_recordings->totalBytes()).value(), 12'000'000'000);
    QCOMPARE(waitFor(m_snapshots->totalBytes()).value(), 3003);
}

void TestMedia::fill(int count)
{
    // In one statement: 10,000 single inserts would each wait for the disk.
    const QString sql =
        QString("with recursive n(i) as (select 0 union all select i + 1 from n where i < %1 - 1) "
                "insert into recordings (node_id, camera_id, file, format, session_id, started_at, ended_at, open, "
                "size_bytes, duration_us, end_cause, requested_seconds, started_by) "
                "select (select value from meta where key = 'node_id'), i % 4, 'file_' || i || '.mp4', 'fmp4', "
                "'s', 1767225600000000 + (i / 2) * 1000000, 0, 0, 1, 1, 'requested', null, 'admin' from n")
            .arg(count);
    const auto done = runSql(*m_database, sql);
    QVERIFY2(done.ok(), done.ok() ? "" : qPrintable(done.error().message));
}

void TestMedia::pagesWalkTenThousandRowsNewestFirst()
{
    fill(10'000);
    constexpr qint64 limit = 700;
    std::vector<qint64> ids;
    for (qint64 offset = 0;; offset += limit) {
        const auto page = waitFor(m_recordings->page(limit, offset));
        QVERIFY(page.ok());
        QCOMPARE(page->total, 10'000);
        if (page->rows.empty())
            break;
        for (const StoredRecording &row : page->rows)
            ids.push_back(row.id);
    }
    QCOMPARE(ids.size(), size_t(10'000));
    // Rows were written in the order of their start, two with the same start: the id decides between them.
    for (size_t i = 0; i < ids.size(); ++i)
        QCOMPARE(ids[i], qint64(10'000 - i));
}

void TestMedia::pageShowsTheAllowedCamerasOnly()
{
    fill(1000);
    const auto two = waitFor(m_recordings->page(1000, 0, QSet<CameraId>{CameraId(1), CameraId(3)}));
    QCOMPARE(two->total, 500);
    QCOMPARE(two->rows.size(), size_t(500));
    for (const StoredRecording &row : two->rows)
        QVERIFY(row.camera == CameraId(1) || row.camera == CameraId(3));
    const auto deep = waitFor(m_recordings->page(10, 495, QSet<CameraId>{CameraId(1), CameraId(3)}));
    QCOMPARE(deep->total, 500);
    QCOMPARE(deep->rows.size(), size_t(5));
    const auto none = waitFor(m_recordings->page(50, 0, QSet<CameraId>{}));
    QVERIFY(none.ok());
    QCOMPARE(none->total, 0);
    QVERIFY(none->rows.empty());
    QCOMPARE(waitFor(m_recordings->page(50, 0, QSet<CameraId>{CameraId(77)}))->total, 0);
}

void TestMedia::pageBoundsHold()
{
    fill(1200);
    QCOMPARE(waitFor(m_recordings->page(1'000'000, 0))->rows.size(), size_t(MaxPageRows));
    QCOMPARE(waitFor(m_recordings->page(-1, 0))->rows.size(), size_t(0));
    QCOMPARE(waitFor(m_recordings->page(10, -5))->rows.size(), size_t(10));
    const auto beyond = waitFor(m_recordings->page(10, 1'000'000'000));
    QCOMPARE(beyond->rows.size(), size_t(0));
    QCOMPARE(beyond->total, 1200);
}

void TestMedia::rowsThatNobodyWroteAreLeftOut()
{
    fill(2);
    QVERIFY(runSql(*m_database, "update recordings set file = '../../etc/passwd' where id = 1").ok());
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("left out a row"));
    const auto page = waitFor(m_recordings->page(50, 0));
    QVERIFY(page.ok());
    QCOMPARE(page->rows.size(), size_t(1));
}

void TestMedia::snapshotComesBackAsItWasStored()
{
    const StoredSnapshot row = snapshot(1, 2);
    const auto inserted = waitFor(m_snapshots->insert(row));
    QVERIFY(inserted.ok());
    const auto found = waitFor(m_snapshots->byName(row.file));
    QVERIFY(found.ok());
    for (const StoredSnapshot &stored : {*inserted, *found}) {
        QCOMPARE(stored.nodeId.size(), 36);
        QCOMPARE(stored.camera, row.camera);
        QCOMPARE(stored.file, row.file);
        QCOMPARE(stored.takenAt, row.takenAt);
        QCOMPARE(stored.sizeBytes, row.sizeBytes);
        QCOMPARE(stored.width, row.width);
        QCOMPARE(stored.height, row.height);
    }
    QVERIFY(waitFor(m_snapshots->remove(found->id)).ok());
    QCOMPARE(waitFor(m_snapshots->page(50, 0))->total, 0);
}

void TestMedia::snapshotPagesAreNewestFirst()
{
    for (const int number : {3, 1, 2, 5, 4})
        QVERIFY(waitFor(m_snapshots->insert(snapshot(number, quint32(number % 2)))).ok());
    const auto page = waitFor(m_snapshots->page(3, 1));
    QCOMPARE(page->total, 5);
    QStringList names;
    for (const StoredSnapshot &row : page->rows)
        names << row.file.toString();
    QCOMPARE(names, QStringList({"camera0_4.jpg", "camera1_3.jpg", "camera0_2.jpg"}));
    QCOMPARE(waitFor(m_snapshots->page(50, 0, QSet<CameraId>{CameraId(0)}))->total, 2);
}

CS_TEST(TestMedia)
#include "tst_media.moc"

#include "mediafixture.h"
#include "recordings/unstoredends.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

// Recordings that end while the database takes nothing.
class TestUnstoredEnds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void endHoldsAtOnceAndIsStoredLater();
    void lostRecordingIsNotOpenAndGoesLater();
    void storingIsTriedAgainByItself();
    void endOfARowThatIsGoneIsDropped();

private:
    Recording begin()
    {
        Recording out;
        out.camera = CameraId(0);
        m_path = m_media->beginFile(0, QByteArray(1000, 'x'));
        out.file = MediaFixture::nameOf(m_path);
        out.startedAt = m_media->clock.now();
        m_row = m_media->answer(m_media->library->opened(out)).value();
        return out;
    }
    MediaItem listed()
    {
        const auto page = m_media->answer(m_media->library->page(MediaKind::Recording, 10, 0));
        return page.ok() && page->items.size() == 1 ? page->items.front() : MediaItem{};
    }

    std::unique_ptr<MediaFixture> m_media;
    QString m_path;
    qint64 m_row = 0;
};

void TestUnstoredEnds::init()
{
    m_media = std::make_unique<MediaFixture>();
}

void TestUnstoredEnds::endHoldsAtOnceAndIsStoredLater()
{
    Recording recording = begin();
    recording.endedAt = recording.startedAt + 2s;
    recording.duration = 2s;
    recording.sizeBytes = 900;
    recording.cause = QStringLiteral("storage_full");
    m_media->refuseEnds();
    QVERIFY(m_media->answer(m_media->library->closed(m_row, recording)).ok());
    for (const MediaItem &item :
         {listed(), m_media->answer(m_media->library->info(MediaKind::Recording, recording.file)).value()}) {
        QVERIFY(!item.open && item.endCause == u"storage_full");
        QVERIFY(item.sizeBytes == 900 && item.duration == 2s && item.modifiedAt == *recording.endedAt);
    }
    QVERIFY(m_media->rowOf(m_path).open);
    m_media->allowEnds();
    QVERIFY(m_media->answer(m_media->library->storeEnds()).ok());
    const StoredRecording row = m_media->rowOf(m_path);
    QVERIFY(!row.open && row.durationUs == 2000000 && row.sizeBytes == 900 && row.endCause == u"storage_full");
}

void TestUnstoredEnds::lostRecordingIsNotOpenAndGoesLater()
{
    const Recording recording = begin();
    m_media->refuseEnds();
    QVERIFY(m_media->answer(m_media->library->forget(m_row, recording.file)).ok());
    QVERIFY(listed().file.isValid() && !listed().open && listed().sizeBytes == 0);
    m_media->allowEnds();
    QVERIFY(m_media->answer(m_media->library->storeEnds()).ok());
    QVERIFY(!listed().file.isValid());
}

void TestUnstoredEnds::storingIsTriedAgainByItself()
{
    const Recording recording = begin();
    UnstoredEnds ends(m_media->recordings, 10ms);
    m_media->refuseEnds();
    QVERIFY(m_media->answer(ends.finish(m_row, {recording.startedAt + 1s, 5, 6, QStringLiteral("x")})).ok());
    QVERIFY(!ends.isEmpty());
    m_media->allowEnds();
    QTRY_VERIFY(ends.isEmpty());
    QVERIFY(!m_media->rowOf(m_path).open);
}

void TestUnstoredEnds::endOfARowThatIsGoneIsDropped()
{
    UnstoredEnds ends(m_media->recordings);
    QCOMPARE(int(m_media->answer(ends.finish(77, {})).error().code), int(ErrorCode::NotFound));
    QCOMPARE(int(m_media->answer(ends.remove(77)).error().code), int(ErrorCode::NotFound));
    QVERIFY(ends.isEmpty());
}

CS_TEST(TestUnstoredEnds)
#include "tst_unstoredends.moc"

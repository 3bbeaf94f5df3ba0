#include "mediafixture.h"
#include "recordings/recorder.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

// Files that outlived the database.
class TestLostRows : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void filesOfUnknownCamerasAreListedAgain();
    void manySnapshotsAreTakenUp();
    void filesThatCannotBeOursAreLeftAlone();
    void databaseThatTakesNothingIsNoReasonNotToStart();

private:
    // As at the start of the service; the names that are listed then.
    QSet<QString> restart()
    {
        m_media->reopenLibrary();
        Recorder recorder(m_media->server, m_media->tokens, m_media->lookup(), *m_media->library, m_media->clock);
        if (!m_media->answer(recorder.recover()).ok())
            qWarning("recover failed");
        QSet<QString> out;
        for (const MediaKind kind : {MediaKind::Recording, MediaKind::Snapshot}) {
            const auto page = m_media->answer(m_media->library->page(kind, 1000, 0));
            for (const MediaItem &item : page.ok() ? page->items : std::vector<MediaItem>{})
                out.insert(item.file.toString());
        }
        return out;
    }
    QString putSnapshot(const QString &name, const QByteArray &bytes)
    {
        return writeFile(m_media->library->snapshotsFolder() + u'/' + name, bytes) ? name : QString();
    }
    QString putSnapshot(quint32 camera)
    {
        m_media->clock.advance(1s);
        return putSnapshot(stampedName(CameraId(camera), m_media->clock.now()) + QStringLiteral(".jpg"), jpeg());
    }
    quint32 nextCamera()
    {
        const auto added = m_media->answer(m_media->camerasTable.add(QStringLiteral("rtsp"), QStringLiteral("Gate"), {},
                                                                     QStringLiteral("rtsp"), QStringLiteral("x")));
        return added.value().id.number();
    }
    // 160x120, as far as its header goes.
    static QByteArray jpeg()
    {
        return QByteArray("\xff\xd8\xff\xfe\0\4hi\xff\xc0\0\x0b\x08\0\x78\0\xa0\3\1\x22\0\xff\xd9", 23);
    }

    std::unique_ptr<MediaFixture> m_media;
};

void TestLostRows::initTestCase()
{
    QVERIFY2(SampleVideo::instance().problem.isEmpty(), qPrintable(SampleVideo::instance().problem));
}

void TestLostRows::init()
{
    m_media = std::make_unique<MediaFixture>();
}

void TestLostRows::filesOfUnknownCamerasAreListedAgain()
{
    const QString recording = m_media->beginFile(7, SampleVideo::instance().first(3));
    const QString snapshot = putSnapshot(8);
    const QString known = putSnapshot(0);
    const QSet<QString> all{MediaFixture::nameOf(recording).toString(), snapshot, known};
    QCOMPARE(restart(), all);
    const auto row = m_media->answer(m_media->snapshots.byName(*FileName::parse(snapshot)));
    QVERIFY(row.ok() && row->camera == CameraId(8) && row->width == 160 && row->height == 120);
    QCOMPARE(row->sizeBytes, jpeg().size());
    QCOMPARE(row->takenAt, m_media->clock.now() - 1s);
    QVERIFY(m_media->index->contains(MediaKind::Snapshot, row->file));
    QCOMPARE(m_media->rowOf(recording).camera, CameraId(7));
    // The cameras stay gone, and so do their ids.
    QCOMPARE(m_media->answer(m_media->camerasTable.all())->size(), size_t(2));
    QCOMPARE(nextCamera(), 9U);
    QCOMPARE(restart(), all);
}

void TestLostRows::manySnapshotsAreTakenUp()
{
    for (int i = 0; i < 450; ++i)
        QVERIFY(!putSnapshot(i % 3).isEmpty());
    QCOMPARE(restart().size(), 450);
}

void TestLostRows::filesThatCannotBeOursAreLeftAlone()
{
    const QString far = m_media->beginFile(999'999'999, SampleVideo::instance().first(1));
    const QString stamp = stampedName(CameraId(9), m_media->clock.now());
    QVERIFY(!putSnapshot(QStringLiteral("front-door.jpg"), jpeg()).isEmpty());
    QVERIFY(!putSnapshot(stamp + QStringLiteral(".jpg"), "no picture").isEmpty());
    QVERIFY(!putSnapshot(stamp + QStringLiteral(".jpeg"), jpeg()).isEmpty());
    QCOMPARE(restart(), QSet<QString>());
    QVERIFY(QFile::exists(far));
    QCOMPARE(QDir(m_media->library->snapshotsFolder()).entryList(QDir::Files).size(), 3);
    QCOMPARE(nextCamera(), 2U);
}

void TestLostRows::databaseThatTakesNothingIsNoReasonNotToStart()
{
    const QString snapshot = putSnapshot(8);
    m_media->sql(QStringLiteral("create trigger full before insert on cameras begin select raise(abort, 'full'); end"));
    QCOMPARE(restart(), QSet<QString>());
    QVERIFY(QFile::exists(m_media->library->snapshotsFolder() + u'/' + snapshot));
    m_media->sql(QStringLiteral("drop trigger full"));
    QCOMPARE(restart(), QSet<QString>{snapshot});
}

CS_TEST(TestLostRows)
#include "tst_lostrows.moc"

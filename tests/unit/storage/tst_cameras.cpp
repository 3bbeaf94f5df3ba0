
#include "storage/camerastable.h"
#include "storage/recordingstable.h"
#include "storagefixture.h"
#include "support/testprogram.h"

using namespace cs;

// Ids that are given once, identities that are unique among what exists.
class TestCameras : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void idsCountFromZero();
    void cameraComesBackAsItWasStored();
    void idOfARemovedCameraIsNeverGivenAgain();
    void sameIdentityIsRefused();
    void sameValueOfAnotherKindIsAnotherCamera();
    void removedCameraFreesItsIdentityAndForgetsItsSource();
    void removingTwiceIsNotFound();
    void fixedIdIsTakenAndKept();
    void fixedIdOfAnotherCameraIsRefused();
    void fixedIdOfARemovedCameraIsRefused();
    void fixedIdWithAnothersIdentityIsRefused();
    void nextIdComesAfterTheFixedOnes();
    void lostCameraIsARemovedOneWhoseIdIsNotGiven();
    void lostCameraComesBackUnderItsFixedId();
    void idsThatNoCameraCanHaveAreRefused();
    void rowsThatNobodyWroteAreLeftOut();
    void concurrentAdditionsGetDifferentIds();

private:
    Result<StoredCamera> add(const QString &value)
    {
        return waitFor(m_cameras->add("rtsp", "Gate", "sealed", "address", value));
    }
    Result<StoredCamera> addFixed(quint32 id, const QString &value)
    {
        return waitFor(m_cameras->addWithId(CameraId(id), "test", "Demo", "", "demo", value));
    }

    std::unique_ptr<StorageFixture> m_fixture;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<CamerasTable> m_cameras;
};

void TestCameras::init()
{
    m_fixture = std::make_unique<StorageFixture>();
    m_database = std::make_unique<Database>();
    StorageFixture::open(*m_database, m_fixture->path());
    m_cameras = std::make_unique<CamerasTable>(*m_database);
}

void TestCameras::cleanup()
{
    m_cameras.reset();
    m_database.reset();
    m_fixture.reset();
}

void TestCameras::idsCountFromZero()
{
    for (quint32 i = 0; i < 5; ++i)
        QCOMPARE(add(QString::number(i)).value().id, CameraId(i));
}

void TestCameras::cameraComesBackAsItWasStored()
{
    const QByteArray sealed("\0\xff\x01 sealed", 10);
    const QString name = QString::fromUtf8("Tür 'b' \"c\"; drop table cameras");
    const auto added = waitFor(m_cameras->add("rtsp", name, sealed, "address", "fingerprint"));
    QVERIFY(added.ok());
    const auto all = waitFor(m_cameras->all());
    QCOMPARE(all->size(), size_t(1));
    for (const StoredCamera &camera : {*added, all->front()}) {
        QCOMPARE(camera.id, CameraId(0));
        QCOMPARE(camera.kind, QString("rtsp"));
        QCOMPARE(camera.name, name);
        QCOMPARE(camera.sealedSource, sealed);
        QCOMPARE(camera.fingerprint, QString("fingerprint"));
        QVERIFY(!camera.deletedAt);
        QVERIFY(std::chrono::abs(SystemClock().now() - camera.createdAt) < std::chrono::minutes(1));
    }
    QCOMPARE(all->front().createdAt, added->createdAt);
}

void TestCameras::idOfARemovedCameraIsNeverGivenAgain()
{
    QVERIFY(add("a").ok());
    QVERIFY(add("b").ok());
    QVERIFY(waitFor(m_cameras->tombstone(CameraId(1))).ok());
    QCOMPARE(add("c").value().id, CameraId(2));
    QVERIFY(waitFor(m_cameras->tombstone(CameraId(2))).ok());
    m_database->close();
    StorageFixture::open(*m_database, m_fixture->path());
    QCOMPARE(add("b").value().id, CameraId(3));
    QCOMPARE(waitFor(m_cameras->all())->size(), size_t(2));
}

void TestCameras::sameIdentityIsRefused()
{
    QVERIFY(add("a").ok());
    const auto again = add("a");
    QVERIFY(!again.ok());
    QCOMPARE(again.error().code, ErrorCode::InvalidState);
    QVERIFY(again.error().message.contains("camera0"));
    QCOMPARE(waitFor(m_cameras->all())->size(), size_t(1));
}

void TestCameras::sameValueOfAnotherKindIsAnotherCamera()
{
    QVERIFY(add("a").ok());
    QCOMPARE(waitFor(m_cameras->add("usb", "Desk", "", "serial", "a")).value().id, CameraId(1));
}

void TestCameras::removedCameraFreesItsIdentityAndForgetsItsSource()
{
    QVERIFY(add("a").ok());
    QVERIFY(waitFor(m_cameras->tombstone(CameraId(0))).ok());
    QCOMPARE(runSql(*m_database, "select length(sealed_source) from cameras").value().toInt(), 0);
    QVERIFY(runSql(*m_database, "select deleted_at from cameras").value().toLongLong() > 0);
    QCOMPARE(add("a").value().id, CameraId(1));
}

void TestCameras::removingTwiceIsNotFound()
{
    QVERIFY(add("a").ok());
    QVERIFY(waitFor(m_cameras->tombstone(CameraId(0))).ok());
    for (const CameraId id : {CameraId(0), CameraId(7), CameraId()}) {
        const auto again = waitFor(m_cameras->tombstone(id));
        QVERIFY(!again.ok());
        QCOMPARE(again.error().code, ErrorCode::NotFound);
    }
}

void TestCameras::fixedIdIsTakenAndKept()
{
    QCOMPARE(addFixed(1, "one").value().id, CameraId(1));
    QCOMPARE(addFixed(0, "zero").value().id, CameraId(0));
    const auto renamed = waitFor(m_cameras->addWithId(CameraId(1), "test", "Other name", "new", "demo", "one"));
    QVERIFY(renamed.ok());
    QCOMPARE(renamed->name, QString("Other name"));
    QCOMPARE(renamed->sealedSource, QByteArray("new"));
    QCOMPARE(waitFor(m_cameras->all())->size(), size_t(2));
}

void TestCameras::fixedIdOfAnotherCameraIsRefused()
{
    QVERIFY(add("a").ok());
    const auto refused = addFixed(0, "zero");
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, ErrorCode::InvalidState);
    QCOMPARE(waitFor(m_cameras->all())->front().name, QString("Gate"));
}

void TestCameras::fixedIdOfARemovedCameraIsRefused()
{
    QVERIFY(addFixed(0, "zero").ok());
    QVERIFY(waitFor(m_cameras->tombstone(CameraId(0))).ok());
    QCOMPARE(addFixed(0, "zero").error().code, ErrorCode::InvalidState);
}

void TestCameras::fixedIdWithAnothersIdentityIsRefused()
{
    QVERIFY(addFixed(0, "zero").ok());
    QCOMPARE(addFixed(5, "zero").error().code, ErrorCode::InvalidState);
}

void TestCameras::nextIdComesAfterTheFixedOnes()
{
    QVERIFY(addFixed(0, "zero").ok());
    QVERIFY(addFixed(1, "one").ok());
    QCOMPARE(add("a").value().id, CameraId(2));
}

void TestCameras::lostCameraIsARemovedOneWhoseIdIsNotGiven()
{
    QVERIFY(add("a").ok());
    RecordingsTable recordings(*m_database);
    const QSet<CameraId> ids{CameraId(0), CameraId(7)};
    QCOMPARE(waitFor(recordings.rememberCameras(ids)).value(), 1);
    QCOMPARE(waitFor(recordings.rememberCameras(ids)).value(), 0);
    QCOMPARE(waitFor(m_cameras->all())->size(), size_t(1));
    QCOMPARE(add("b").value().id, CameraId(8));
}

void TestCameras::lostCameraComesBackUnderItsFixedId()
{
    RecordingsTable recordings(*m_database);
    QVERIFY(waitFor(recordings.rememberCameras({CameraId(0)})).ok());
    const auto back = addFixed(0, "zero");
    QVERIFY(back.ok());
    QVERIFY(back->kind == u"test" && back->name == u"Demo" && back->fingerprint == u"zero" && !back->deletedAt);
    QCOMPARE(waitFor(m_cameras->all())->size(), size_t(1));
    // From then on it is like any other.
    QVERIFY(waitFor(m_cameras->tombstone(CameraId(0))).ok());
    QCOMPARE(addFixed(0, "zero").error().code, ErrorCode::InvalidState);
}

void TestCameras::idsThatNoCameraCanHaveAreRefused()
{
    QVERIFY(!waitFor(m_cameras->addWithId(CameraId(), "test", "", "", "demo", "x")).ok());
    QVERIFY(!addFixed(1'000'000'000, "x").ok());
    QVERIFY(addFixed(999'999'999, "last").ok());
    QVERIFY(!add("one more").ok());
}

void TestCameras::rowsThatNobodyWroteAreLeftOut()
{
    QVERIFY(add("a").ok());
    QVERIFY(runSql(*m_database, "insert into cameras values (-5, 'rtsp', 'x', x'', 0, null)").ok());
    QVERIFY(runSql(*m_database, "insert into cameras values (5000000000, 'rtsp', 'x', x'', 0, null)").ok());
    for (int i = 0; i < 2; ++i)
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression("left out a row"));
    const auto all = waitFor(m_cameras->all());
    QVERIFY(all.ok());
    QCOMPARE(all->size(), size_t(1));
}

void TestCameras::concurrentAdditionsGetDifferentIds()
{
    std::vector<Async<StoredCamera>> answers;
    for (int i = 0; i < 100; ++i)
        answers.push_back(m_cameras->add("rtsp", "x", "", "address", QString::number(i % 50)));
    QSet<CameraId> ids;
    int refused = 0;
    for (const auto &answer : answers) {
        const auto result = waitFor(answer);
        if (result.ok())
            ids.insert(result->id);
        else
            ++refused;
    }
    QCOMPARE(ids.size(), 50);
    QCOMPARE(refused, 50);
}

CS_TEST(TestCameras)
#include "tst_cameras.moc"

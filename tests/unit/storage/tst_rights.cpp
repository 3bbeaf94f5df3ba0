#include "storage/apikeystable.h"
#include "storage/camerastable.h"
#include "storage/grantstable.h"
#include "storage/groupstable.h"
#include "storagefixture.h"
#include "support/testprogram.h"
#include "userrow.h"

using namespace cs;

// Groups, grants and keys: what is unique, what goes with what.
class TestRights : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void groupComesBackWithItsCamerasInOrder();
    void groupNamesAreUnique();
    void camerasOfAGroupAreReplacedAsAWhole();
    void unknownGroupIsNotFound();
    void grantReplacesTheOlderOneOnTheSame();
    void grantNeedsItsUserAndItsGroup();
    void grantsGoWithTheirUserAndTheirGroup();
    void revokedGrantIsGoneOnce();
    void keyComesBackAsItWasStored();
    void keyNamesAreUnique();
    void secretIsReplacedAndKeysAreRemoved();
    void keysGoWithTheirOwner();
    void useIsWrittenDownForKeysThatAreThere();
    void damagedRowsAreLeftOut();

private:
    void addUser(const QString &name) { QVERIFY(runSql(*m_database, insertUser(name)).ok()); }
    qint64 count(const char *what)
    {
        return runSql(*m_database, QStringLiteral("select count(*) from %1").arg(QLatin1String(what)))->toLongLong();
    }
    static StoredGrant onCamera(const char *user, quint32 camera, CameraAccess access)
    {
        return {QString::fromLatin1(user), CameraId(camera), {}, access};
    }
    static StoredGrant onGroup(const char *user, const char *group, CameraAccess access)
    {
        return {QString::fromLatin1(user), {}, QString::fromLatin1(group), access};
    }
    static StoredApiKey key(const char *id, const char *name)
    {
        StoredApiKey made;
        made.id = QString::fromLatin1(id);
        made.name = QString::fromLatin1(name).toUpper();
        made.foldedName = QString::fromLatin1(name);
        made.secretHash = QByteArray("\0\xff hash", 7);
        made.createdBy = QStringLiteral("root");
        made.createdAt = fromMicroseconds(1000);
        return made;
    }

    std::unique_ptr<StorageFixture> m_fixture;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<GroupsTable> m_groups;
    std::unique_ptr<GrantsTable> m_grants;
    std::unique_ptr<ApiKeysTable> m_keys;
};

void TestRights::init()
{
    m_fixture = std::make_unique<StorageFixture>();
    m_database = std::make_unique<Database>();
    StorageFixture::open(*m_database, m_fixture->path());
    CamerasTable cameras(*m_database);
    for (const QString &value : QStringList{"a", "b", "c"})
        QVERIFY(waitFor(cameras.add("rtsp", "Gate", "sealed", "address", value)).ok());
    m_groups = std::make_unique<GroupsTable>(*m_database);
    m_grants = std::make_unique<GrantsTable>(*m_database);
    m_keys = std::make_unique<ApiKeysTable>(*m_database);
    addUser("bob");
    addUser("eve");
}

void TestRights::cleanup()
{
    m_keys.reset();
    m_grants.reset();
    m_groups.reset();
    m_database.reset();
    m_fixture.reset();
}

void TestRights::groupComesBackWithItsCamerasInOrder()
{
    QVERIFY(waitFor(m_groups->add({"yard", "Yard", {CameraId(2), CameraId(0)}})).ok());
    QVERIFY(waitFor(m_groups->add({"empty", "Empty", {}})).ok());
    const auto all = waitFor(m_groups->all());
    QCOMPARE(all->size(), size_t(2));
    QCOMPARE(all->at(0).name, QString("Empty"));
    QVERIFY(all->at(0).cameras.empty());
    QCOMPARE(all->at(1).foldedName, QString("yard"));
    QCOMPARE(all->at(1).name, QString("Yard"));
    QCOMPARE(all->at(1).cameras, (std::vector<CameraId>{CameraId(0), CameraId(2)}));
}

void TestRights::groupNamesAreUnique()
{
    QVERIFY(waitFor(m_groups->add({"yard", "Yard", {CameraId(0)}})).ok());
    const auto again = waitFor(m_groups->add({"yard", "YARD", {CameraId(1)}}));
    QCOMPARE(again.error().code, ErrorCode::InvalidState);
    QCOMPARE(waitFor(m_groups->all())->at(0).cameras, (std::vector<CameraId>{CameraId(0)}));
}

void TestRights::camerasOfAGroupAreReplacedAsAWhole()
{
    QVERIFY(waitFor(m_groups->add({"yard", "Yard", {CameraId(0), CameraId(1)}})).ok());
    QVERIFY(waitFor(m_groups->replaceCameras("yard", {CameraId(2)})).ok());
    QCOMPARE(waitFor(m_groups->all())->at(0).cameras, (std::vector<CameraId>{CameraId(2)}));
    // A camera that never was: nothing changes.
    QVERIFY(!waitFor(m_groups->replaceCameras("yard", {CameraId(0), CameraId(77)})).ok());
    QCOMPARE(waitFor(m_groups->all())->at(0).cameras, (std::vector<CameraId>{CameraId(2)}));
}

void TestRights::unknownGroupIsNotFound()
{
    QCOMPARE(waitFor(m_groups->replaceCameras("yard", {})).error().code, ErrorCode::NotFound);
    QCOMPARE(waitFor(m_groups->remove("yard")).error().code, ErrorCode::NotFound);
}

void TestRights::grantReplacesTheOlderOneOnTheSame()
{
    QVERIFY(waitFor(m_groups->add({"yard", "Yard", {}})).ok());
    QVERIFY(waitFor(m_grants->put(onCamera("bob", 1, CameraAccess::View))).ok());
    QVERIFY(waitFor(m_grants->put(onCamera("bob", 1, CameraAccess::Operate))).ok());
    QVERIFY(waitFor(m_grants->put(onGroup("bob", "yard", CameraAccess::Operate))).ok());
    QVERIFY(waitFor(m_grants->put(onGroup("bob", "yard", CameraAccess::View))).ok());
    QVERIFY(waitFor(m_grants->put(onCamera("eve", 1, CameraAccess::View))).ok());
    const auto all = waitFor(m_grants->all());
    QCOMPARE(all->size(), size_t(3));
    QCOMPARE(all->at(0).username, QString("bob"));
    QCOMPARE(all->at(0).camera, std::optional(CameraId(1)));
    QVERIFY(all->at(0).access == CameraAccess::Operate);
    QCOMPARE(all->at(1).group, QString("yard"));
    QVERIFY(!all->at(1).camera);
    QVERIFY(all->at(1).access == CameraAccess::View);
    QCOMPARE(all->at(2).username, QString("eve"));
}

void TestRights::grantNeedsItsUserAndItsGroup()
{
    const auto noUser = waitFor(m_grants->put(onCamera("nobody", 1, CameraAccess::View)));
    QCOMPARE(noUser.error().code, ErrorCode::NotFound);
    QCOMPARE(noUser.error().data.value("resource").toString(), QString("user"));
    const auto noGroup = waitFor(m_grants->put(onGroup("bob", "nothing", CameraAccess::View)));
    QCOMPARE(noGroup.error().code, ErrorCode::NotFound);
    QCOMPARE(noGroup.error().data.value("resource").toString(), QString("group"));
    QVERIFY(waitFor(m_grants->all())->empty());
}

void TestRights::grantsGoWithTheirUserAndTheirGroup()
{
    QVERIFY(waitFor(m_groups->add({"yard", "Yard", {CameraId(0)}})).ok());
    for (const char *user : {"bob", "eve"}) {
        QVERIFY(waitFor(m_grants->put(onCamera(user, 1, CameraAccess::View))).ok());
        QVERIFY(waitFor(m_grants->put(onGroup(user, "yard", CameraAccess::View))).ok());
    }
    QVERIFY(runSql(*m_database, "delete from users where name = 'bob'").ok());
    QCOMPARE(count("camera_grants"), 1);
    QCOMPARE(count("group_grants"), 1);
    QVERIFY(waitFor(m_groups->remove("yard")).ok());
    QCOMPARE(count("group_grants"), 0);
    QCOMPARE(count("group_cameras"), 0);
    QCOMPARE(waitFor(m_grants->all())->size(), size_t(1));
}

void TestRights::revokedGrantIsGoneOnce()
{
    const StoredGrant grant = onCamera("bob", 1, CameraAccess::View);
    QVERIFY(waitFor(m_grants->put(grant)).ok());
    QCOMPARE(waitFor(m_grants->remove(onCamera("eve", 1, CameraAccess::View))).error().code, ErrorCode::NotFound);
    QVERIFY(waitFor(m_grants->remove(grant)).ok());
    QCOMPARE(waitFor(m_grants->remove(grant)).error().code, ErrorCode::NotFound);
}

void TestRights::keyComesBackAsItWasStored()
{
    StoredApiKey full = key("k1", "wall display");
    full.role = Role::Operator;
    full.cameras = std::vector<CameraId>{CameraId(0), CameraId(2)};
    full.owner = QStringLiteral("bob");
    full.createdAt = fromMicroseconds(2000);
    full.expiresAt = fromMicroseconds(5000);
    QVERIFY(waitFor(m_keys->add(full)).ok());
    QVERIFY(waitFor(m_keys->add(key("k2", "all"))).ok());
    const auto all = waitFor(m_keys->all());
    QCOMPARE(all->size(), size_t(2));
    const StoredApiKey &back = all->front();
    QCOMPARE(back.id, QString("k1"));
    QCOMPARE(back.name, QString("WALL DISPLAY"));
    QCOMPARE(back.foldedName, QString("wall display"));
    QCOMPARE(back.secretHash, full.secretHash);
    QVERIFY(back.role == Role::Operator);
    QCOMPARE(back.cameras, full.cameras);
    QCOMPARE(back.createdBy, QString("root"));
    QCOMPARE(back.owner, QString("bob"));
    QCOMPARE(back.createdAt, full.createdAt);
    QCOMPARE(back.expiresAt, full.expiresAt);
    QVERIFY(!back.lastUsedAt);
    QVERIFY(!all->back().cameras);
    QVERIFY(all->back().owner.isEmpty());
    QVERIFY(!all->back().expiresAt);
}

void TestRights::keyNamesAreUnique()
{
    QVERIFY(waitFor(m_keys->add(key("k1", "wall"))).ok());
    StoredApiKey again = key("k2", "wall");
    again.cameras = std::vector<CameraId>{CameraId(0)};
    QCOMPARE(waitFor(m_keys->add(again)).error().code, ErrorCode::InvalidState);
    QCOMPARE(count("api_key_cameras"), 0);
    again.foldedName = QStringLiteral("hall");
    again.owner = QStringLiteral("nobody");
    QCOMPARE(waitFor(m_keys->add(again)).error().code, ErrorCode::NotFound);
    QCOMPARE(count("api_keys"), 1);
}

void TestRights::secretIsReplacedAndKeysAreRemoved()
{
    QVERIFY(waitFor(m_keys->add(key("k1", "wall"))).ok());
    QVERIFY(waitFor(m_keys->replaceSecret("k1", "new")).ok());
    QCOMPARE(waitFor(m_keys->all())->front().secretHash, QByteArray("new"));
    QCOMPARE(waitFor(m_keys->replaceSecret("k9", "new")).error().code, ErrorCode::NotFound);
    QVERIFY(waitFor(m_keys->remove("k1")).ok());
    QCOMPARE(waitFor(m_keys->remove("k1")).error().code, ErrorCode::NotFound);
}

void TestRights::keysGoWithTheirOwner()
{
    StoredApiKey owned = key("k1", "wall");
    owned.owner = QStringLiteral("bob");
    owned.cameras = std::vector<CameraId>{CameraId(0)};
    QVERIFY(waitFor(m_keys->add(owned)).ok());
    QVERIFY(waitFor(m_keys->add(key("k2", "hall"))).ok());
    QVERIFY(runSql(*m_database, "delete from users where name = 'bob'").ok());
    const auto left = waitFor(m_keys->all());
    QCOMPARE(left->size(), size_t(1));
    QCOMPARE(left->front().id, QString("k2"));
    QCOMPARE(count("api_key_cameras"), 0);
}

void TestRights::useIsWrittenDownForKeysThatAreThere()
{
    QVERIFY(waitFor(m_keys->add(key("k1", "wall"))).ok());
    QVERIFY(waitFor(m_keys->touch({{"k1", fromMicroseconds(42)}, {"gone", fromMicroseconds(43)}})).ok());
    QCOMPARE(waitFor(m_keys->all())->front().lastUsedAt, std::optional(fromMicroseconds(42)));
}

void TestRights::damagedRowsAreLeftOut()
{
    QVERIFY(waitFor(m_groups->add({"yard", "Yard", {CameraId(0)}})).ok());
    QVERIFY(runSql(*m_database, "insert into cameras values (5000000000, 'rtsp', '', x'', 0, null)").ok());
    QVERIFY(runSql(*m_database, "insert into group_cameras values ('yard', 5000000000)").ok());
    QVERIFY(runSql(*m_database, "insert into camera_grants values ('bob', 5000000000, 'view')").ok());
    QCOMPARE(waitFor(m_groups->all())->front().cameras, (std::vector<CameraId>{CameraId(0)}));
    QVERIFY(waitFor(m_grants->all())->empty());
}

CS_TEST(TestRights)
#include "tst_rights.moc"

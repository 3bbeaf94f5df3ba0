#include <cstdlib>

#include <QSignalSpy>

#include "support/testprogram.h"
#include "unit/auth/rightsrig.h"

using namespace cs;

namespace {

constexpr auto View = CameraAccess::View;
constexpr auto Operate = CameraAccess::Operate;
using Cameras = QHash<CameraId, CameraAccess>;

}  // namespace

// What is granted is what the rights view says, at once and after a restart.
class TestGrants : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_rig = std::make_unique<RightsRig>(); }
    void cleanup() { m_rig.reset(); }

    void rightsAreTheUnionOfAllGrants();
    void greaterAccessWins();
    void revokingOperateLeavesView();
    void revokingViewTakesBoth();
    void whatWasNotGrantedCannotBeRevoked();
    void changedGroupChangesWhoWasGrantedIt();
    void removedGroupTakesItsGrantsWithIt();
    void unknownNamesAreNotFound();
    void keysGetNoGrants();
    void namesOfGroupsAreOnce();
    void answersComeBeforeSignals();
    void onlyWhoIsConcernedIsAnnounced();
    void removedUserLeavesNothingBehind();
    void everythingIsThereAfterARestart();
    void changesAtTheSameTimeComeOutInOrder();
    void randomChangesAgreeWithAModel();
    void tooManyWaitingChangesAreTurnedAway();

private:
    bool grant(const QString &user, const std::variant<CameraId, QString> &what, CameraAccess access)
    {
        return waitFor(m_rig->grants->grant(toGrant(user, what, access))).ok();
    }
    Result<Done> revoke(const QString &user, const std::variant<CameraId, QString> &what, CameraAccess access)
    {
        return waitFor(m_rig->grants->revoke(toGrant(user, what, access)));
    }
    static StoredGrant toGrant(const QString &user, const std::variant<CameraId, QString> &what, CameraAccess access)
    {
        StoredGrant grant;
        grant.username = user;
        grant.access = access;
        if (const auto *camera = std::get_if<CameraId>(&what))
            grant.camera = *camera;
        else
            grant.group = std::get<QString>(what);
        return grant;
    }
    bool makeGroup(const QString &name, const std::vector<CameraId> &cameras)
    {
        return waitFor(m_rig->grants->createGroup(name, cameras)).ok();
    }

    std::unique_ptr<RightsRig> m_rig;
};

void TestGrants::rightsAreTheUnionOfAllGrants()
{
    QVERIFY(m_rig->loaded);
    QVERIFY(makeGroup("Yard", {CameraId(0), CameraId(1)}));
    QVERIFY(grant("bob", CameraId(2), Operate));
    QVERIFY(grant("BOB", QString("yard"), View));
    QCOMPARE(m_rig->camerasOf("bob"), (Cameras{{CameraId(0), View}, {CameraId(1), View}, {CameraId(2), Operate}}));
    QVERIFY(m_rig->camerasOf("eve").isEmpty());
    QCOMPARE(m_rig->grants->grants("Bob").size(), size_t(2));
    QCOMPARE(m_rig->grants->grants().size(), size_t(2));
}

void TestGrants::greaterAccessWins()
{
    QVERIFY(makeGroup("yard", {CameraId(0)}));
    QVERIFY(grant("bob", CameraId(0), View));
    QVERIFY(grant("bob", QString("yard"), Operate));
    QCOMPARE(m_rig->camerasOf("bob"), (Cameras{{CameraId(0), Operate}}));
    QVERIFY(revoke("bob", QString("yard"), View).ok());
    QCOMPARE(m_rig->camerasOf("bob"), (Cameras{{CameraId(0), View}}));
}

void TestGrants::revokingOperateLeavesView()
{
    QVERIFY(grant("bob", CameraId(0), Operate));
    QVERIFY(revoke("bob", CameraId(0), Operate).ok());
    QCOMPARE(m_rig->camerasOf("bob"), (Cameras{{CameraId(0), View}}));
    QCOMPARE(revoke("bob", CameraId(0), Operate).error().code, ErrorCode::NotFound);
    QCOMPARE(m_rig->camerasOf("bob"), (Cameras{{CameraId(0), View}}));
}

void TestGrants::revokingViewTakesBoth()
{
    QVERIFY(grant("bob", CameraId(0), Operate));
    QVERIFY(revoke("bob", CameraId(0), View).ok());
    QVERIFY(m_rig->camerasOf("bob").isEmpty());
    QVERIFY(m_rig->grants->grants("bob").empty());
}

void TestGrants::whatWasNotGrantedCannotBeRevoked()
{
    const auto none = revoke("bob", CameraId(0), View);
    QCOMPARE(none.error().code, ErrorCode::NotFound);
    QCOMPARE(none.error().data.value("resource").toString(), QString("grant"));
    QCOMPARE(revoke("nobody", CameraId(0), View).error().data.value("resource").toString(), QString("user"));
    QCOMPARE(revoke("bob", QString("none"), View).error().data.value("resource").toString(), QString("group"));
}

void TestGrants::changedGroupChangesWhoWasGrantedIt()
{
    QVERIFY(makeGroup("yard", {CameraId(0)}));
    QVERIFY(grant("bob", QString("yard"), Operate));
    const auto changed = waitFor(m_rig->grants->setCameras("YARD", {CameraId(2), CameraId(1), CameraId(2)}));
    QCOMPARE(changed->name, QString("yard"));
    QCOMPARE(changed->cameras, (std::vector<CameraId>{CameraId(1), CameraId(2)}));
    QCOMPARE(m_rig->camerasOf("bob"), (Cameras{{CameraId(1), Operate}, {CameraId(2), Operate}}));
}

void TestGrants::removedGroupTakesItsGrantsWithIt()
{
    QVERIFY(makeGroup("yard", {CameraId(0)}));
    QVERIFY(grant("bob", QString("yard"), Operate));
    QVERIFY(grant("bob", CameraId(1), View));
    QVERIFY(waitFor(m_rig->grants->removeGroup("Yard")).ok());
    QCOMPARE(m_rig->camerasOf("bob"), (Cameras{{CameraId(1), View}}));
    QCOMPARE(m_rig->grants->grants("bob").size(), size_t(1));
    QVERIFY(makeGroup("yard", {CameraId(2)}));
    QCOMPARE(m_rig->camerasOf("bob"), (Cameras{{CameraId(1), View}}));
}

void TestGrants::unknownNamesAreNotFound()
{
    const auto resource = [](const auto &result) { return result.error().data.value("resource").toString(); };
    QCOMPARE(resource(waitFor(m_rig->grants->grant({"nobody", CameraId(0), {}, View}))), QString("user"));
    QCOMPARE(resource(waitFor(m_rig->grants->grant({"bob", {}, "none", View}))), QString("group"));
    QCOMPARE(resource(waitFor(m_rig->grants->setCameras("none", {}))), QString("group"));
    QCOMPARE(resource(waitFor(m_rig->grants->removeGroup("none"))), QString("group"));
    QVERIFY(m_rig->grants->isUser("BOB"));
    QVERIFY(!m_rig->grants->isUser("nobody"));
    QVERIFY(!m_rig->grants->isUser("no name at all"));
}

void TestGrants::keysGetNoGrants()
{
    m_rig->rights.setUser(keyUserId("wall"), Role::Viewer, true, true);
    QVERIFY(!grant(keyUserId("wall"), CameraId(0), View));
}

void TestGrants::namesOfGroupsAreOnce()
{
    QVERIFY(makeGroup("Yard", {}));
    QCOMPARE(waitFor(m_rig->grants->createGroup("yARD", {})).error().code, ErrorCode::InvalidState);
    QCOMPARE(waitFor(m_rig->grants->createGroup(" ", {})).error().code, ErrorCode::InvalidParams);
    QCOMPARE(m_rig->grants->groups().size(), size_t(1));
    QCOMPARE(m_rig->grants->findGroup("YARD")->name, QString("Yard"));
}

void TestGrants::answersComeBeforeSignals()
{
    QStringList order;
    connect(m_rig->grants.get(), &Grants::rightsChanged, this, [&](const QString &user) { order << user; });
    const auto answer = m_rig->grants->grant({"bob", CameraId(0), {}, View});
    whenDone(this, answer, [&](const Result<StoredGrant> &) {
        order << "answer";
        // The rights hold already.
        QVERIFY(m_rig->camerasOf("bob").contains(CameraId(0)));
    });
    QTRY_COMPARE(order, (QStringList{"answer", "bob"}));
}

void TestGrants::onlyWhoIsConcernedIsAnnounced()
{
    QVERIFY(makeGroup("yard", {CameraId(0)}));
    QVERIFY(grant("bob", QString("yard"), View));
    QVERIFY(grant("eve", CameraId(1), View));
    QCoreApplication::processEvents();
    QSignalSpy changed(m_rig->grants.get(), &Grants::rightsChanged);
    QVERIFY(waitFor(m_rig->grants->setCameras("yard", {CameraId(2)})).ok());
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(changed.first().first().toString(), QString("bob"));
}

void TestGrants::removedUserLeavesNothingBehind()
{
    QVERIFY(grant("bob", CameraId(0), View));
    // One that is under way while the user goes.
    const auto late = m_rig->grants->grant({"bob", CameraId(1), {}, View});
    m_rig->removeUser("bob");
    waitFor(late).ok();
    QVERIFY(m_rig->grants->grants().empty());
    m_rig->addUser("bob", Role::Viewer, true);
    QVERIFY(m_rig->camerasOf("bob").isEmpty());
    QVERIFY(grant("bob", CameraId(2), View));
    QCOMPARE(m_rig->camerasOf("bob"), (Cameras{{CameraId(2), View}}));
}

void TestGrants::everythingIsThereAfterARestart()
{
    QVERIFY(makeGroup("Yard", {CameraId(0), CameraId(1)}));
    QVERIFY(grant("bob", QString("yard"), Operate));
    QVERIFY(grant("eve", CameraId(2), View));
    m_rig->rights.setCameras("bob", {});
    m_rig->rights.setCameras("eve", {});
    m_rig->start();
    QVERIFY(m_rig->loaded);
    QCOMPARE(m_rig->camerasOf("bob"), (Cameras{{CameraId(0), Operate}, {CameraId(1), Operate}}));
    QCOMPARE(m_rig->camerasOf("eve"), (Cameras{{CameraId(2), View}}));
    QCOMPARE(m_rig->grants->groups().front().name, QString("Yard"));
}

void TestGrants::changesAtTheSameTimeComeOutInOrder()
{
    std::vector<Async<StoredGrant>> granted;
    std::vector<Async<Done>> revoked;
    for (int i = 0; i < 40; ++i) {
        granted.push_back(m_rig->grants->grant({"bob", CameraId(0), {}, i % 2 ? Operate : View}));
        revoked.push_back(m_rig->grants->revoke({"bob", CameraId(0), {}, View}));
    }
    const auto last = m_rig->grants->grant({"bob", CameraId(1), {}, View});
    QVERIFY(waitFor(last).ok());
    for (const auto &answer : granted)
        QVERIFY(waitFor(answer).ok());
    for (const auto &answer : revoked)
        QVERIFY(waitFor(answer).ok());
    QCOMPARE(m_rig->camerasOf("bob"), (Cameras{{CameraId(1), View}}));
}

// What the tables, the memory and the rights view say after 400 changes is what a plain set says.
void TestGrants::randomChangesAgreeWithAModel()
{
    std::srand(4);
    std::map<std::pair<QString, quint32>, CameraAccess> model;
    for (int i = 0; i < 400; ++i) {
        const QString user = std::rand() % 2 ? QString("bob") : QString("eve");
        const quint32 camera = static_cast<quint32>(std::rand() % 3);
        const CameraAccess access = std::rand() % 2 ? Operate : View;
        const auto held = model.find({user, camera});
        if (std::rand() % 2) {
            QVERIFY(grant(user, CameraId(camera), access));
            model[{user, camera}] = access;
        } else {
            const bool possible = held != model.end() && held->second >= access;
            QCOMPARE(revoke(user, CameraId(camera), access).ok(), possible);
            if (possible && access == Operate)
                held->second = View;
            else if (possible)
                model.erase(held);
        }
    }
    for (int pass = 0; pass < 2; ++pass) {
        for (const QString &user : QStringList{"bob", "eve"}) {
            Cameras expected;
            for (const auto &[who, access] : model) {
                if (who.first == user)
                    expected.insert(CameraId(who.second), access);
            }
            QCOMPARE(m_rig->camerasOf(user), expected);
        }
        m_rig->start();
    }
}

void TestGrants::tooManyWaitingChangesAreTurnedAway()
{
    std::vector<Async<StoredGrant>> answers;
    for (size_t i = 0; i < ChangeQueue::MaxWaiting + 10; ++i)
        answers.push_back(m_rig->grants->grant({"bob", CameraId(0), {}, View}));
    size_t refused = 0;
    for (const auto &answer : answers) {
        const auto result = waitFor(answer);
        if (!result.ok()) {
            QCOMPARE(result.error().code, ErrorCode::RateLimited);
            ++refused;
        }
    }
    QVERIFY(refused > 0);
    QVERIFY(refused < 15);
    QVERIFY(grant("bob", CameraId(1), View));
}

CS_TEST(TestGrants)
#include "tst_grants.moc"

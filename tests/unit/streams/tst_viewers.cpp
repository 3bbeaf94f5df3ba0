#include <QSignalSpy>

#include "streams/viewers.h"
#include "support/fakemediaserver.h"
#include "support/manualclock.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

class TestViewers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_viewers.reset(); }
    void isListedOnceMediaMtxHasTheSession();
    void idThatNeverBecomesASessionIsForgotten();
    void endedSessionEndsItsViewersAndNobodyElses();
    void plainViewerStaysWhileAnybodyAtTheAddressHasTheRight();
    void lossOfAGrantEndsThatCameraAlone();
    void disabledUserIsEndedOnEveryCamera();
    void removedUserIsEnded();
    void foreignUserHasNoRightsToLose();
    void whereAllMayWatchNobodyIsEnded();
    void isEndedAgainUntilMediaMtxHasLetGo();
    void sessionThatBeginsAfterTheRightWasLostIsEnded();
    void rightLostBetweenAnswerAndRegistrationCounts();
    void restartOfMediaMtxForgetsThem();
    void refusalsAreReported();

private:
    using Kind = MediaServer::SessionKind;
    static Principal principal(const QString &name, const char *session = nullptr);
    void admit(const QString &id, CameraId camera, std::vector<Principal> holders, bool opens = true);
    QStringList listed() const;

    std::unique_ptr<FakeMediaServer> m_server;
    std::unique_ptr<RightsView> m_rights;
    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<Viewers> m_viewers;
    const CameraId m_camera0 = *CameraId::parse(QStringLiteral("camera0"));
    const CameraId m_camera1 = *CameraId::parse(QStringLiteral("camera1"));
};

void TestViewers::init()
{
    m_server = std::make_unique<FakeMediaServer>();
    m_server->become(MediaServer::State::Running);
    m_rights = std::make_unique<RightsView>();
    m_clock = std::make_unique<ManualClock>();
    m_viewers = std::make_unique<Viewers>(*m_server, *m_rights, *m_clock);
    m_rights->setUser(QStringLiteral("ann"), Role::Viewer, true, false);
    m_rights->setUser(QStringLiteral("bob"), Role::Viewer, true, true);
    m_rights->setCameras(QStringLiteral("bob"), {{m_camera0, CameraAccess::View}, {m_camera1, CameraAccess::View}});
}

Principal TestViewers::principal(const QString &name, const char *session)
{
    Principal principal = Principal::user(name, Role::Viewer);
    if (session)
        principal.session = SessionId(QString::fromLatin1(session));
    return principal;
}

void TestViewers::admit(const QString &id, CameraId camera, std::vector<Principal> holders, bool opens)
{
    if (opens)
        m_server->open.insert({Kind::Hls, id});
    m_viewers->admitted({{Kind::Hls, id}, camera, QStringLiteral("192.0.2.1"), std::move(holders)});
    QCoreApplication::processEvents();
}

QStringList TestViewers::listed() const
{
    QStringList ids;
    for (const Viewer &viewer : m_viewers->list())
        ids << viewer.session.id;
    return ids;
}

void TestViewers::isListedOnceMediaMtxHasTheSession()
{
    QSignalSpy began(m_viewers.get(), &Viewers::began);
    QSignalSpy ended(m_viewers.get(), &Viewers::ended);
    admit(QStringLiteral("a"), m_camera0, {principal(QStringLiteral("ann"), "s1")}, false);
    QVERIFY(listed().isEmpty());
    m_server->open.insert({Kind::Hls, QStringLiteral("a")});
    QTRY_COMPARE(listed(), QStringList{QStringLiteral("a")});
    QCOMPARE(began.count(), 1);
    QCOMPARE(m_viewers->list(m_camera0).front().users, QStringList{QStringLiteral("ann")});
    QVERIFY(m_viewers->list(m_camera1).empty());
    m_server->open.clear();
    QTRY_COMPARE(ended.count(), 1);
    QVERIFY(listed().isEmpty());
}

void TestViewers::idThatNeverBecomesASessionIsForgotten()
{
    QSignalSpy ended(m_viewers.get(), &Viewers::ended);
    admit(QStringLiteral("describe"), m_camera0, {principal(QStringLiteral("ann"))}, false);
    m_clock->advance(11s);
    QTRY_COMPARE(m_server->asked, 1);
    // With nobody left to look for it asks no more, until somebody comes; the old id is nobody then.
    admit(QStringLiteral("next"), m_camera0, {principal(QStringLiteral("ann"))});
    m_server->open.insert({Kind::Hls, QStringLiteral("describe")});
    QTRY_COMPARE(listed(), QStringList{QStringLiteral("next")});
    QCOMPARE(ended.count(), 0);
}

void TestViewers::endedSessionEndsItsViewersAndNobodyElses()
{
    admit(QStringLiteral("a"), m_camera0, {principal(QStringLiteral("ann"), "s1")});
    admit(QStringLiteral("b"), m_camera0, {principal(QStringLiteral("ann"), "s2")});
    m_viewers->sessionEnded(SessionId(QStringLiteral("s1")));
    QCOMPARE(m_server->kicked, QStringList{QStringLiteral("a")});
    QTRY_COMPARE(listed(), QStringList{QStringLiteral("b")});
}

void TestViewers::plainViewerStaysWhileAnybodyAtTheAddressHasTheRight()
{
    admit(QStringLiteral("a"), m_camera0,
          {principal(QStringLiteral("ann"), "s1"), principal(QStringLiteral("bob"), "s2")});
    m_viewers->sessionEnded(SessionId(QStringLiteral("s1")));
    QVERIFY(m_server->kicked.isEmpty());
    m_viewers->sessionEnded(SessionId(QStringLiteral("s2")));
    QCOMPARE(m_server->kicked, QStringList{QStringLiteral("a")});
}

void TestViewers::lossOfAGrantEndsThatCameraAlone()
{
    admit(QStringLiteral("a"), m_camera0, {principal(QStringLiteral("bob"), "s1")});
    admit(QStringLiteral("b"), m_camera1, {principal(QStringLiteral("bob"), "s1")});
    m_rights->setCameras(QStringLiteral("bob"), {{m_camera1, CameraAccess::View}});
    m_viewers->rightsChanged(QStringLiteral("bob"));
    QCOMPARE(m_server->kicked, QStringList{QStringLiteral("a")});
}

void TestViewers::disabledUserIsEndedOnEveryCamera()
{
    admit(QStringLiteral("a"), m_camera0, {principal(QStringLiteral("ann"), "s1")});
    admit(QStringLiteral("b"), m_camera1, {principal(QStringLiteral("ann"))});
    admit(QStringLiteral("c"), m_camera1, {principal(QStringLiteral("bob"))});
    m_rights->setUser(QStringLiteral("ann"), Role::Viewer, false, false);
    m_viewers->rightsChanged(QStringLiteral("Ann"));
    QCOMPARE(m_server->kicked, (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
}

void TestViewers::removedUserIsEnded()
{
    admit(QStringLiteral("a"), m_camera0, {principal(QStringLiteral("ann"))});
    m_rights->removeUser(QStringLiteral("ann"));
    m_viewers->rightsChanged(QStringLiteral("ann"));
    QCOMPARE(m_server->kicked, QStringList{QStringLiteral("a")});
}

void TestViewers::foreignUserHasNoRightsToLose()
{
    admit(QStringLiteral("a"), m_camera0, {principal(QStringLiteral("eve"), "s1")});
    m_viewers->rightsChanged(QStringLiteral("eve"));
    QVERIFY(m_server->kicked.isEmpty());
    m_viewers->sessionEnded(SessionId(QStringLiteral("s1")));
    QCOMPARE(m_server->kicked, QStringList{QStringLiteral("a")});
}

void TestViewers::whereAllMayWatchNobodyIsEnded()
{
    admit(QStringLiteral("a"), m_camera0, {});
    m_viewers->rightsChanged(QStringLiteral("ann"));
    m_viewers->sessionEnded(SessionId(QStringLiteral("s1")));
    QVERIFY(m_server->kicked.isEmpty());
}

void TestViewers::isEndedAgainUntilMediaMtxHasLetGo()
{
    QSignalSpy ended(m_viewers.get(), &Viewers::ended);
    m_server->keepKicked = 2;
    admit(QStringLiteral("a"), m_camera0, {principal(QStringLiteral("ann"), "s1")});
    QTRY_COMPARE(listed().size(), 1);
    m_viewers->sessionEnded(SessionId(QStringLiteral("s1")));
    QTRY_COMPARE(ended.count(), 1);
    QCOMPARE(m_server->kicked.size(), 3);
}

void TestViewers::sessionThatBeginsAfterTheRightWasLostIsEnded()
{
    admit(QStringLiteral("a"), m_camera0, {principal(QStringLiteral("ann"), "s1")}, false);
    m_viewers->sessionEnded(SessionId(QStringLiteral("s1")));
    m_server->open.insert({Kind::Hls, QStringLiteral("a")});
    QTRY_VERIFY(m_server->open.isEmpty());
    QTRY_VERIFY(listed().isEmpty());
}

void TestViewers::rightLostBetweenAnswerAndRegistrationCounts()
{
    Principal disabled = principal(QStringLiteral("ann"), "s1");
    m_rights->setUser(QStringLiteral("ann"), Role::Viewer, false, false);
    admit(QStringLiteral("a"), m_camera0, {disabled});
    QCOMPARE(m_server->kicked, QStringList{QStringLiteral("a")});
}

void TestViewers::restartOfMediaMtxForgetsThem()
{
    QSignalSpy ended(m_viewers.get(), &Viewers::ended);
    admit(QStringLiteral("a"), m_camera0, {principal(QStringLiteral("ann"))});
    QTRY_COMPARE(listed().size(), 1);
    m_server->become(MediaServer::State::Failed);
    QCOMPARE(ended.count(), 1);
    QVERIFY(listed().isEmpty());
}

void TestViewers::refusalsAreReported()
{
    QSignalSpy turnedAway(m_viewers.get(), &Viewers::turnedAway);
    m_viewers->refused(m_camera0, QStringLiteral("192.0.2.1"), QStringLiteral("rtsp"));
    QTRY_COMPARE(turnedAway.count(), 1);
    QCOMPARE(turnedAway.front().at(1).toString(), QStringLiteral("192.0.2.1"));
}

CS_TEST(TestViewers)
#include "tst_viewers.moc"

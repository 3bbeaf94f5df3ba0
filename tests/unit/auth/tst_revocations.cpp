#include <QSignalSpy>

#include <sodium.h>

#include "auth/accesspolicy.h"
#include "storage/camerastable.h"
#include "support/testprogram.h"
#include "unit/auth/identityrig.h"

using namespace cs;
using namespace std::chrono_literals;

// What is decided about users, keys and logins, and what becomes of the sessions and tickets that stand on them.
class TestRevocations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void init();
    void cleanup() { m_rig.reset(); }

    void changesOfAUserEndItsSessionsAlone_data();
    void changesOfAUserEndItsSessionsAlone();
    void ownPasswordChangeKeepsTheSessionItCameFrom();
    void changedPasswordFreesTheSessionThatHadTo();
    void replayedRefreshTokenEndsTheSessions();
    void renewalKeepsTheSession();
    void renewalByAnotherLoginReplacesTheSession();
    void grantsAreFollowedInPlace();
    void restrictionIsFollowedInPlace();
    void revokedKeyEndsItsSessions();
    void strangersSessionEndsWhenTheUserIsMade();
    void oldestSessionEndsWhenThereAreTooMany();
    void sessionsByContractTokensAreNotCounted();
    void pendingSignInOfADisabledUserIsRefused();
    void listShowsWhoIsThere();
    void ticketsWithoutASessionFollowTheUser();
    void ticketsOfKeysFollowTheKey();

private:
    Sessions &sessions() { return m_rig->parts->sessions; }
    QStringList reasonsOf(const QSignalSpy &spy)
    {
        QStringList reasons;
        for (const auto &call : spy)
            reasons << QString::number(quint64(call[0].value<ConnectionId>())) + u' '
                           + endWordsOf(call[2].value<SessionEnd>());
        reasons.sort();
        return reasons;
    }
    QByteArray contractToken(const QString &user, Role role) { return m_rig->contract.issue(user, role, 1h)->text; }
    std::unique_ptr<IdentityRig> m_rig;
};

void TestRevocations::init()
{
    m_rig = std::make_unique<IdentityRig>();
    CamerasTable cameras(m_rig->database);
    for (const char *value : {"a", "b"})
        QVERIFY(waitFor(cameras.add("rtsp", "Gate", "sealed", "address", QLatin1String(value))).ok());
    m_rig->addUser("root", Role::Admin);
    m_rig->addUser("alice", Role::Operator);
    m_rig->addUser("bob", Role::Operator, true);
}

void TestRevocations::changesOfAUserEndItsSessionsAlone_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("reason");
    QTest::newRow("disable") << "disable"
                             << "user disabled or removed";
    QTest::newRow("demote") << "demote"
                            << "role changed";
    QTest::newRow("promote") << "promote"
                             << "role changed";
    QTest::newRow("reset password") << "reset"
                                    << "password changed";
    QTest::newRow("remove") << "remove"
                            << "user removed";
}

void TestRevocations::changesOfAUserEndItsSessionsAlone()
{
    QFETCH(QString, what);
    QFETCH(QString, reason);
    QVERIFY(m_rig->signIn(1, "alice").ok());
    QVERIFY(sessions().signIn(ConnectionId(2), IdentityRig::Here, contractToken("alice", Role::Operator)).ok());
    QVERIFY(m_rig->signIn(3, "bob").ok());
    QVERIFY(m_rig->signIn(4, "root").ok());
    const auto session = sessions().sessionOf(ConnectionId(1));
    const QByteArray ticket = m_rig->parts->tickets.mint(TicketKind::File, "recordings/x", session->principal, 1h);
    QVERIFY(m_rig->parts->tickets.verify(TicketKind::File, "recordings/x", ticket).ok());
    QSignalSpy ended(&sessions(), &Sessions::ended);
    UserEdit edit;
    if (what == "disable")
        edit.enabled = false;
    if (what == "demote")
        edit.role = Role::Viewer;
    if (what == "promote")
        edit.role = Role::Admin;
    if (what == "reset")
        edit.makePassword = true;
    QVERIFY(what == "remove" ? waitFor(m_rig->parts->users.remove("alice")).ok() : m_rig->update("alice", edit).ok());
    IdentityRig::settle();
    // A contract token never was worth more than an operator's.
    const bool bothEnd = what != "promote";
    QCOMPARE(reasonsOf(ended), bothEnd ? QStringList({"1 " + reason, "2 " + reason}) : QStringList("1 " + reason));
    QVERIFY(!m_rig->isSignedIn(1));
    QVERIFY(m_rig->isSignedIn(3) && m_rig->isSignedIn(4));
    QVERIFY(!sessions().view().sessionAlive(session->id));
    QVERIFY(!m_rig->parts->tickets.verify(TicketKind::File, "recordings/x", ticket).ok());
}

void TestRevocations::ownPasswordChangeKeepsTheSessionItCameFrom()
{
    QVERIFY(m_rig->signIn(1, "alice").ok());
    QVERIFY(m_rig->signIn(2, "alice").ok());
    QVERIFY(sessions().signIn(ConnectionId(3), IdentityRig::Here, contractToken("alice", Role::Operator)).ok());
    const auto own = sessions().sessionOf(ConnectionId(2));
    const KeptLogin kept{familyOfOrigin(own->holder.origin), own->id};
    QVERIFY(waitFor(m_rig->parts->logins.changePassword("alice", IdentityRig::Password, "yellow-otter-15", kept,
                                                        {IdentityRig::Here, {}}))
                .ok());
    IdentityRig::settle();
    QVERIFY(!m_rig->isSignedIn(1));
    QVERIFY(m_rig->isSignedIn(2));
    QVERIFY(!m_rig->isSignedIn(3));
}

void TestRevocations::changedPasswordFreesTheSessionThatHadTo()
{
    UserEdit reset;
    reset.password = QStringLiteral("yellow-otter-15");
    QVERIFY(m_rig->update("alice", reset).ok());
    const auto login = m_rig->login("alice", "yellow-otter-15");
    const auto session = sessions().signIn(ConnectionId(1), {IdentityRig::Here, {}}, login->holder);
    QVERIFY(session->principal.mustChangePassword);
    QVERIFY(sessions().view().principalOf(session->id)->mustChangePassword);
    const KeptLogin kept{familyOfOrigin(session->holder.origin), session->id};
    QVERIFY(waitFor(m_rig->parts->logins.changePassword("alice", "yellow-otter-15", "orange-otter-16", kept,
                                                        {IdentityRig::Here, {}}))
                .ok());
    IdentityRig::settle();
    QVERIFY(!sessions().principalOf(ConnectionId(1)).mustChangePassword);
    QVERIFY(!sessions().view().principalOf(session->id)->mustChangePassword);
    QVERIFY(!m_rig->renew(login->refreshToken)->mustChangePassword);
}

void TestRevocations::replayedRefreshTokenEndsTheSessions()
{
    const auto login = m_rig->login("alice");
    QVERIFY(sessions().signIn(ConnectionId(1), {IdentityRig::Here, {}}, login->holder).ok());
    QVERIFY(sessions().signIn(ConnectionId(2), IdentityRig::Here, login->accessToken).ok());
    QVERIFY(m_rig->signIn(3, "alice").ok());
    QVERIFY(m_rig->renew(login->refreshToken).ok());
    QSignalSpy ended(&sessions(), &Sessions::ended);
    QVERIFY(!m_rig->renew(login->refreshToken).ok());
    IdentityRig::settle();
    QCOMPARE(reasonsOf(ended), QStringList({"1 refresh token used twice", "2 refresh token used twice"}));
    QVERIFY(m_rig->isSignedIn(3));
}

void TestRevocations::renewalKeepsTheSession()
{
    const auto login = m_rig->login("alice");
    const auto first = sessions().signIn(ConnectionId(1), {IdentityRig::Here, {}}, login->holder);
    const QByteArray ticket = m_rig->parts->tickets.mint(TicketKind::Stream, "camera0", first->principal, 1h);
    m_rig->clock.advance(10min);
    const auto renewed = m_rig->renew(login->refreshToken);
    QSignalSpy gone(&sessions(), &Sessions::gone);
    const auto second = sessions().signIn(ConnectionId(1), {IdentityRig::Here, {}}, renewed->holder);
    QVERIFY(second->id == first->id);
    QVERIFY(second->expiresAt == m_rig->clock.now() + 15min);
    QVERIFY(second->createdAt == first->createdAt);
    QCOMPARE(gone.size(), 0);
    m_rig->clock.advance(10min);
    sessions().endExpired();
    QVERIFY(m_rig->isSignedIn(1));
    QVERIFY(m_rig->parts->tickets.verify(TicketKind::Stream, "camera0", ticket).ok());
    m_rig->clock.advance(5min);
    QVERIFY(!m_rig->isSignedIn(1));
}

void TestRevocations::renewalByAnotherLoginReplacesTheSession()
{
    const auto first = m_rig->signIn(1, "alice");
    const auto other = m_rig->signIn(1, "alice");
    QVERIFY(!(first->id == other->id));
    const auto bob = m_rig->signIn(1, "bob");
    QVERIFY(!(bob->id == other->id));
    QCOMPARE(sessions().view().count(), qsizetype(1));
}

void TestRevocations::grantsAreFollowedInPlace()
{
    const auto session = m_rig->signIn(1, "bob");
    const AccessPolicy policy;
    QVERIFY(!policy.mayView(sessions().principalOf(ConnectionId(1)), CameraId(0)));
    QSignalSpy ended(&sessions(), &Sessions::ended);
    QSignalSpy changed(&sessions(), &Sessions::rightsChanged);
    StoredGrant grant;
    grant.username = QStringLiteral("bob");
    grant.camera = CameraId(0);
    grant.access = CameraAccess::View;
    QVERIFY(waitFor(m_rig->parts->grants.grant(grant)).ok());
    IdentityRig::settle();
    QVERIFY(policy.mayView(sessions().principalOf(ConnectionId(1)), CameraId(0)));
    QVERIFY(!policy.mayOperate(*sessions().view().principalOf(session->id), CameraId(0)));
    QVERIFY(!policy.mayView(*sessions().view().principalOf(session->id), CameraId(1)));
    QVERIFY(waitFor(m_rig->parts->grants.revoke(grant)).ok());
    IdentityRig::settle();
    QVERIFY(!policy.mayView(*sessions().view().principalOf(session->id), CameraId(0)));
    QCOMPARE(changed.size(), 2);
    QVERIFY(changed[0][0].value<ConnectionId>() == ConnectionId(1));
    QVERIFY(changed[0][1].value<SessionId>() == session->id);
    QCOMPARE(ended.size(), 0);
}

void TestRevocations::restrictionIsFollowedInPlace()
{
    QVERIFY(m_rig->signIn(1, "alice").ok());
    UserEdit edit;
    edit.restricted = true;
    QVERIFY(m_rig->update("alice", edit).ok());
    QVERIFY(m_rig->isSignedIn(1));
    QVERIFY(!sessions().principalOf(ConnectionId(1)).allCameras);
    QVERIFY(!sessions().view().principalsAt(IdentityRig::Here).front().allCameras);
}

void TestRevocations::revokedKeyEndsItsSessions()
{
    const Principal root = Principal::user("root", Role::Admin);
    const auto wall = waitFor(m_rig->parts->keys.create(root, {"wall", Role::Viewer, {}, {}}));
    const auto door = waitFor(m_rig->parts->keys.create(root, {"door", Role::Viewer, {}, {}}));
    QVERIFY(sessions().signIn(ConnectionId(1), IdentityRig::Here, wall->text).ok());
    QVERIFY(sessions().signIn(ConnectionId(2), IdentityRig::Here, wall->text).ok());
    QVERIFY(sessions().signIn(ConnectionId(3), IdentityRig::Here, door->text).ok());
    QVERIFY(waitFor(m_rig->parts->keys.revoke(wall->key.id)).ok());
    IdentityRig::settle();
    QVERIFY(!m_rig->isSignedIn(1) && !m_rig->isSignedIn(2));
    QVERIFY(m_rig->isSignedIn(3));
    // The owner's end is the key's.
    m_rig->addUser("deputy", Role::Admin);
    QVERIFY(waitFor(m_rig->parts->users.remove("root")).ok());
    IdentityRig::settle();
    QVERIFY(!m_rig->isSignedIn(3));
    QVERIFY(!m_rig->parts->gate.admit(IdentityRig::Here, door->text).ok());
}

void TestRevocations::strangersSessionEndsWhenTheUserIsMade()
{
    QVERIFY(sessions().signIn(ConnectionId(1), IdentityRig::Here, contractToken("Carol", Role::Admin)).ok());
    QVERIFY(sessions().signIn(ConnectionId(2), IdentityRig::Here, contractToken("dora", Role::Admin)).ok());
    m_rig->addUser("carol");
    IdentityRig::settle();
    QVERIFY(!m_rig->isSignedIn(1));
    QVERIFY(m_rig->isSignedIn(2));
}

void TestRevocations::oldestSessionEndsWhenThereAreTooMany()
{
    m_rig->maxSessions = 3;
    m_rig->start();
    QSignalSpy ended(&sessions(), &Sessions::ended);
    for (quint64 i = 1; i <= 4; ++i) {
        QVERIFY(m_rig->signIn(i, "alice").ok());
        m_rig->clock.advance(1s);
    }
    QVERIFY(m_rig->signIn(9, "bob").ok());
    QCOMPARE(reasonsOf(ended), QStringList("1 too many sessions"));
    QCOMPARE(sessions().list("alice").size(), size_t(3));
    QVERIFY(m_rig->isSignedIn(9));
}

void TestRevocations::sessionsByContractTokensAreNotCounted()
{
    m_rig->maxSessions = 3;
    m_rig->start();
    const QByteArray token = contractToken("alice", Role::Viewer);
    for (quint64 i = 1; i <= 20; ++i)
        QVERIFY(sessions().signIn(ConnectionId(i), IdentityRig::Here, token).ok());
    QCOMPARE(sessions().list("alice").size(), size_t(20));
}

void TestRevocations::pendingSignInOfADisabledUserIsRefused()
{
    const auto login = m_rig->login("alice");
    UserEdit edit;
    edit.enabled = false;
    QVERIFY(m_rig->update("alice", edit).ok());
    QVERIFY(!sessions().signIn(ConnectionId(1), {IdentityRig::Here, {}}, login->holder).ok());
    QVERIFY(!m_rig->isSignedIn(1));
}

void TestRevocations::listShowsWhoIsThere()
{
    QVERIFY(m_rig->signIn(1, "alice").ok());
    m_rig->clock.advance(1s);
    QVERIFY(m_rig->signIn(2, "bob").ok());
    m_rig->clock.advance(1s);
    sessions().seen(ConnectionId(1));
    const auto all = sessions().list();
    QCOMPARE(all.size(), size_t(2));
    QCOMPARE(all[0].principal.userId, QString("bob"));
    QVERIFY(all[1].lastSeenAt == m_rig->clock.now());
    QVERIFY(all[0].lastSeenAt < m_rig->clock.now());
    QCOMPARE(all[0].userAgent, QString("test"));
    QCOMPARE(all[0].address, IdentityRig::Here);
    m_rig->clock.advance(1h);
    QVERIFY(sessions().list().empty());
}

void TestRevocations::ticketsWithoutASessionFollowTheUser()
{
    const auto holder = sessions().holderForToken(IdentityRig::Here, contractToken("bob", Role::Operator));
    QVERIFY(holder.ok() && !holder->principal.allCameras);
    const QByteArray ticket = m_rig->parts->tickets.mint(TicketKind::File, "recordings/x", holder->principal, 1h);
    QVERIFY(!ticket.isEmpty());
    const auto verified = [&] { return m_rig->parts->tickets.verify(TicketKind::File, "recordings/x", ticket); };
    QVERIFY(verified()->principal == holder->principal);
    UserEdit edit;
    edit.role = Role::Viewer;
    edit.restricted = false;
    QVERIFY(m_rig->update("bob", edit).ok());
    QVERIFY(verified()->principal.allCameras && verified()->principal.role == Role::Viewer);
    edit.role = Role::Admin;
    QVERIFY(m_rig->update("bob", edit).ok());
    QVERIFY(verified()->principal.role == Role::Operator);
    edit.enabled = false;
    QVERIFY(m_rig->update("bob", edit).ok());
    QVERIFY(!verified().ok());
    QVERIFY(waitFor(m_rig->parts->users.remove("bob")).ok());
    QVERIFY(!verified().ok());
}

void TestRevocations::ticketsOfKeysFollowTheKey()
{
    ApiKeyOrder order{"wall", Role::Viewer, {}, {}};
    order.cameras = std::vector<CameraId>{CameraId(1)};
    const auto made = waitFor(m_rig->parts->keys.create(Principal::user("root", Role::Admin), order));
    QVERIFY(made.ok());
    const auto holder = sessions().holderForToken(IdentityRig::Here, made->text);
    const QByteArray ticket = m_rig->parts->tickets.mint(TicketKind::Stream, "camera1", holder->principal, 1h);
    const auto verified = m_rig->parts->tickets.verify(TicketKind::Stream, "camera1", ticket);
    QVERIFY(verified.ok());
    const AccessPolicy policy;
    QVERIFY(policy.mayView(verified->principal, CameraId(1)) && !policy.mayView(verified->principal, CameraId(0)));
    QVERIFY(waitFor(m_rig->parts->keys.revoke(made->key.id)).ok());
    QVERIFY(!m_rig->parts->tickets.verify(TicketKind::Stream, "camera1", ticket).ok());
}

CS_TEST(TestRevocations)
#include "tst_revocations.moc"

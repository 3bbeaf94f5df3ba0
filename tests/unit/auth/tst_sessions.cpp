#include <thread>

#include <QSignalSpy>

#include "auth/sessions.h"
#include "auth/tokengate.h"
#include "support/manualclock.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {
const QString Here = QStringLiteral("192.0.2.1");
const QString There = QStringLiteral("192.0.2.2");
}

class TestSessions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void sessionBelongsToItsConnectionAlone();
    void wrongTokenIsRefusedAndKeepsTheSession();
    void signingInAgainReplacesTheSession();
    void onlyAnotherUserEndsWhatTheSessionBeforeMade();
    void anotherUserEndsAlsoWhatAnExpiredSessionMade();
    void expiryIsEnforcedBeforeAnyTimer();
    void expiryIsReportedOncePerSession();
    void timerReportsExpiryByItself();
    void closingForgetsWithoutReport();
    void endingOneLeavesTheOthers();
    void slotMaySignOutOthersWhileSessionsExpire();
    void controlPeerIsAdminUntilItCloses();
    void controlPeerMaySignInAsSomebodyElse();
    void failuresAreLimitedByAddress();
    void tokenSpeaksForItsHolderWithoutASession();
    void viewKnowsWhoIsAtAnAddress();
    void viewCanBeReadFromOtherThreads();

private:
    QByteArray token(std::chrono::seconds lifetime = 1h, Role role = Role::Viewer,
                     const QString &user = QStringLiteral("alice"))
    {
        return m_authority.issue(user, role, lifetime)->text;
    }
    Result<Session> signIn(quint64 connection, const QByteArray &text, const QString &address = Here)
    {
        return m_sessions->signIn(ConnectionId(connection), address, text);
    }
    ManualClock m_clock;
    TokenAuthority m_authority{QByteArray(32, 's'), m_clock};
    std::unique_ptr<TokenGate> m_gate;
    std::unique_ptr<Sessions> m_sessions;
};

void TestSessions::init()
{
    m_gate = std::make_unique<TokenGate>(m_authority, m_clock);
    m_sessions = std::make_unique<Sessions>(*m_gate, m_clock);
}

void TestSessions::sessionBelongsToItsConnectionAlone()
{
    const auto alice = signIn(1, token());
    const auto bob = signIn(2, token(1h, Role::Admin, QStringLiteral("bob")));
    QVERIFY(alice.ok() && bob.ok());
    QVERIFY(!(alice->id == bob->id));
    QCOMPARE(m_sessions->principalOf(ConnectionId(1)).userId, QStringLiteral("alice"));
    QVERIFY(m_sessions->principalOf(ConnectionId(1)).role == Role::Viewer);
    QVERIFY(m_sessions->principalOf(ConnectionId(1)).session == alice->id);
    QCOMPARE(m_sessions->principalOf(ConnectionId(2)).userId, QStringLiteral("bob"));
    QVERIFY(!m_sessions->principalOf(ConnectionId(3)).signedIn());
}

void TestSessions::wrongTokenIsRefusedAndKeepsTheSession()
{
    QCOMPARE(signIn(1, "rubbish").error().code, ErrorCode::Unauthenticated);
    QVERIFY(!m_sessions->principalOf(ConnectionId(1)).signedIn());
    const auto session = signIn(1, token());
    QVERIFY(!signIn(1, "rubbish").ok());
    QVERIFY(m_sessions->sessionOf(ConnectionId(1))->id == session->id);
}

void TestSessions::signingInAgainReplacesTheSession()
{
    QSignalSpy ended(m_sessions.get(), &Sessions::ended);
    QSignalSpy gone(m_sessions.get(), &Sessions::gone);
    const auto first = signIn(1, token());
    const auto second = signIn(1, token(1h, Role::Admin));
    QVERIFY(m_sessions->principalOf(ConnectionId(1)).role == Role::Admin);
    QVERIFY(!m_sessions->view().sessionAlive(first->id));
    QVERIFY(m_sessions->view().sessionAlive(second->id));
    QCOMPARE(m_sessions->view().count(), qsizetype(1));
    QCOMPARE(gone.size(), 1);
    QCOMPARE(ended.size(), 0);
}

void TestSessions::onlyAnotherUserEndsWhatTheSessionBeforeMade()
{
    QSignalSpy replaced(m_sessions.get(), &Sessions::replaced);
    QVERIFY(signIn(1, token()).ok());
    // A newer token of the same user, with less time and another role: clients renew theirs that way.
    QVERIFY(signIn(1, token(30min, Role::Viewer)).ok());
    QCOMPARE(replaced.count(), 0);
    QVERIFY(signIn(1, token(1h, Role::Admin, QStringLiteral("bob"))).ok());
    QCOMPARE(replaced.count(), 1);
    QCOMPARE(replaced.first().first().value<ConnectionId>(), ConnectionId(1));
}

void TestSessions::anotherUserEndsAlsoWhatAnExpiredSessionMade()
{
    QSignalSpy replaced(m_sessions.get(), &Sessions::replaced);
    QVERIFY(signIn(1, token(10s)).ok());
    // Past its end, and no timer has fired yet.
    m_clock.advance(10s);
    QVERIFY(signIn(1, token(1h, Role::Admin, QStringLiteral("bob"))).ok());
    QCOMPARE(replaced.count(), 1);
}

void TestSessions::expiryIsEnforcedBeforeAnyTimer()
{
    const auto session = signIn(1, token(10s));
    m_clock.advance(10s);
    QVERIFY(!m_sessions->principalOf(ConnectionId(1)).signedIn());
    QVERIFY(!m_sessions->sessionOf(ConnectionId(1)));
    QVERIFY(!m_sessions->view().sessionAlive(session->id));
    QVERIFY(m_sessions->view().principalsAt(Here).empty());
}

void TestSessions::expiryIsReportedOncePerSession()
{
    QSignalSpy ended(m_sessions.get(), &Sessions::ended);
    const auto soon = signIn(1, token(10s));
    signIn(2, token(20s)).ok();
    m_clock.advance(15s);
    m_sessions->endExpired();
    m_sessions->endExpired();
    QCOMPARE(ended.size(), 1);
    QVERIFY(ended[0][0].value<ConnectionId>() == ConnectionId(1));
    QVERIFY(ended[0][1].value<SessionId>() == soon->id);
    QCOMPARE(ended[0][2].value<SessionEnd>(), SessionEnd::Expired);
    QVERIFY(m_sessions->principalOf(ConnectionId(2)).signedIn());
}

void TestSessions::timerReportsExpiryByItself()
{
    SystemClock clock;
    const TokenAuthority authority(QByteArray(32, 's'), clock);
    TokenGate gate(authority, clock);
    Sessions sessions(gate, clock);
    QSignalSpy ended(&sessions, &Sessions::ended);
    QVERIFY(sessions.signIn(ConnectionId(1), Here, authority.issue(QStringLiteral("a"), Role::Viewer, 1s)->text).ok());
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 3000);
}

void TestSessions::closingForgetsWithoutReport()
{
    QSignalSpy ended(m_sessions.get(), &Sessions::ended);
    const auto session = signIn(1, token(10s));
    m_sessions->connectionClosed(ConnectionId(1));
    QVERIFY(!m_sessions->principalOf(ConnectionId(1)).signedIn());
    QVERIFY(!m_sessions->view().sessionAlive(session->id));
    m_clock.advance(1min);
    m_sessions->endExpired();
    QCOMPARE(ended.size(), 0);
}

void TestSessions::endingOneLeavesTheOthers()
{
    QSignalSpy ended(m_sessions.get(), &Sessions::ended);
    const auto first = signIn(1, token());
    const auto second = signIn(2, token());
    QVERIFY(m_sessions->end(first->id, SessionEnd::ByAnAdmin));
    QVERIFY(!m_sessions->end(first->id, SessionEnd::ByAnAdmin));
    QVERIFY(!m_sessions->end(SessionId(QStringLiteral("unknown")), SessionEnd::ByAnAdmin));
    QCOMPARE(ended.size(), 1);
    QCOMPARE(ended[0][2].value<SessionEnd>(), SessionEnd::ByAnAdmin);
    QVERIFY(m_sessions->view().sessionAlive(second->id));
}

void TestSessions::slotMaySignOutOthersWhileSessionsExpire()
{
    for (quint64 i = 1; i <= 5; ++i)
        QVERIFY(signIn(i, token(10s)).ok());
    int reports = 0;
    connect(m_sessions.get(), &Sessions::ended, this, [&] {
        ++reports;
        for (quint64 i = 1; i <= 5; ++i)
            m_sessions->connectionClosed(ConnectionId(i));
    });
    m_clock.advance(10s);
    m_sessions->endExpired();
    QCOMPARE(reports, 1);
    QCOMPARE(m_sessions->view().count(), qsizetype(0));
}

void TestSessions::controlPeerIsAdminUntilItCloses()
{
    m_sessions->addControl(ConnectionId(5), QStringLiteral("root"));
    const Principal root = m_sessions->principalOf(ConnectionId(5));
    QVERIFY(root.kind == Principal::Kind::Control);
    QVERIFY(root.role == Role::Admin);
    QCOMPARE(root.userId, QStringLiteral("root"));
    QVERIFY(!m_sessions->sessionOf(ConnectionId(5)));
    m_sessions->connectionClosed(ConnectionId(5));
    QVERIFY(!m_sessions->principalOf(ConnectionId(5)).signedIn());
}

void TestSessions::controlPeerMaySignInAsSomebodyElse()
{
    m_sessions->addControl(ConnectionId(5), QStringLiteral("root"));
    QVERIFY(signIn(5, token(10s)).ok());
    QCOMPARE(m_sessions->principalOf(ConnectionId(5)).userId, QStringLiteral("alice"));
    m_clock.advance(10s);
    QCOMPARE(m_sessions->principalOf(ConnectionId(5)).userId, QStringLiteral("root"));
}

void TestSessions::failuresAreLimitedByAddress()
{
    for (int i = 0; i <= FailureLimit::MaxFailures; ++i)
        QVERIFY(!signIn(static_cast<quint64>(i), "guess").ok());
    QCOMPARE(signIn(100, "guess").error().code, ErrorCode::RateLimited);
    // Whoever has a good token does not suffer for others behind the same address.
    QVERIFY(signIn(101, token()).ok());
    QVERIFY(signIn(102, token(), There).ok());
}

void TestSessions::tokenSpeaksForItsHolderWithoutASession()
{
    const auto holder = m_sessions->holderForToken(Here, token(1h, Role::Operator));
    QVERIFY(holder.ok());
    QVERIFY(holder->principal == Principal::user(QStringLiteral("alice"), Role::Operator));
    QCOMPARE(m_sessions->view().count(), qsizetype(0));
    QVERIFY(!m_sessions->holderForToken(Here, "rubbish").ok());
}

void TestSessions::viewKnowsWhoIsAtAnAddress()
{
    QVERIFY(signIn(1, token(), QStringLiteral("::ffff:192.0.2.1")).ok());
    QVERIFY(signIn(2, token(1h, Role::Admin, QStringLiteral("bob")), Here).ok());
    QVERIFY(signIn(3, token(), There).ok());
    QCOMPARE(m_sessions->view().principalsAt(Here).size(), size_t(2));
    QCOMPARE(m_sessions->view().principalsAt(QStringLiteral("::ffff:192.0.2.2")).size(), size_t(1));
    QVERIFY(m_sessions->view().principalsAt(QStringLiteral("192.0.2.3")).empty());
    m_sessions->connectionClosed(ConnectionId(1));
    QCOMPARE(m_sessions->view().principalsAt(Here).size(), size_t(1));
}

void TestSessions::viewCanBeReadFromOtherThreads()
{
    const SessionView &view = m_sessions->view();
    const auto steady = signIn(1, token());
    std::atomic<bool> stop = false;
    std::atomic<int> wrong = 0;
    std::atomic<int> reads = 0;
    std::vector<std::thread> readers;
    for (int i = 0; i < 2; ++i) {
        readers.emplace_back([&] {
            while (!stop) {
                const auto principal = view.principalOf(steady->id);
                wrong += !principal || principal->userId != QStringLiteral("alice") || view.principalsAt(Here).empty();
                ++reads;
            }
        });
    }
    const QByteArray text = token();
    for (quint64 i = 0; i < 500 || reads < 500; ++i) {
        QVERIFY(signIn(2 + i % 20, text).ok());
        m_sessions->connectionClosed(ConnectionId(2 + (i * 7) % 20));
    }
    stop = true;
    for (std::thread &reader : readers)
        reader.join();
    QCOMPARE(wrong.load(), 0);
}

CS_TEST(TestSessions)
#include "tst_sessions.moc"

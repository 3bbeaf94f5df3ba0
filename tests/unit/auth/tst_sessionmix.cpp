#include <array>
#include <random>

#include <sodium.h>

#include "support/testprogram.h"
#include "unit/auth/identityrig.h"

using namespace cs;
using namespace std::chrono_literals;

// Twelve sockets of four users do at random what sockets can do, 10,000 times; after each step every socket must be
// exactly what a model of a few lines says: signed in as the one user it signed in as, or nobody.
class TestSessionMix : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void socketsNeverShareAnything();

private:
    static constexpr int Steps = 10'000;
    static constexpr quint64 Sockets = 12;

    struct Login {
        LoginResult result;
        QString user;
        bool alive = true;
        // The token that renews it now.
        QByteArray refreshToken;
    };
    // What a socket should be.
    struct Expected {
        QString user;
        Timestamp end;
        // The login it stands on; none for a contract token.
        std::optional<size_t> login;
        SessionId id;
    };

    size_t pick(size_t count) { return std::uniform_int_distribution<size_t>(0, count - 1)(m_random); }
    QString someUser() { return QStringLiteral("user%1").arg(pick(4)); }
    void newLogin();
    void step();
    void expectSignedIn(quint64 socket, const Result<Session> &session, const QString &user, Timestamp end,
                        std::optional<size_t> login);
    void endLogin(size_t login);
    void signInByLogin(quint64 socket);
    void signInByContract(quint64 socket);
    void renew(quint64 socket);
    void logout(quint64 socket);
    void replay();
    void revoke();
    void disableAndEnable();
    void forgetOldLogins();
    void compare(int step);

    std::mt19937 m_random{20261123};
    std::unique_ptr<IdentityRig> m_rig;
    std::vector<Login> m_logins;
    std::array<std::optional<Expected>, Sockets> m_expected;
    QSet<QString> m_idsEver;
    int m_signIns = 0;
};

void TestSessionMix::newLogin()
{
    const QString user = someUser();
    const auto result = m_rig->login(user);
    QVERIFY2(result.ok(), result.ok() ? "" : qPrintable(result.error().message));
    m_logins.push_back({*result, user, true, result->refreshToken});
}

void TestSessionMix::endLogin(size_t login)
{
    m_logins[login].alive = false;
    for (auto &expected : m_expected) {
        if (expected && expected->login == login)
            expected.reset();
    }
}

void TestSessionMix::expectSignedIn(quint64 socket, const Result<Session> &session, const QString &user, Timestamp end,
                                    std::optional<size_t> login)
{
    QVERIFY2(session.ok(), session.ok() ? "" : qPrintable(session.error().message));
    const auto before = m_expected[socket];
    const bool renewal = before && before->end > m_rig->clock.now() && login && before->login == login;
    if (renewal)
        QVERIFY(session->id == before->id);
    else
        QVERIFY(!m_idsEver.contains(session->id.toString()));
    m_idsEver.insert(session->id.toString());
    m_expected[socket] = Expected{user, end, login, session->id};
    ++m_signIns;
}

void TestSessionMix::signInByLogin(quint64 socket)
{
    const size_t login = pick(m_logins.size());
    const Login &from = m_logins[login];
    const bool good = from.alive && from.result.holder.expiresAt > m_rig->clock.now();
    // Bad tokens come from elsewhere each time, or the address would be shut out.
    const QString address = good ? IdentityRig::Here : QStringLiteral("10.0.%1.%2").arg(pick(250)).arg(pick(250));
    const auto session = m_rig->parts->sessions.signIn(ConnectionId(socket), address, from.result.accessToken);
    if (good)
        expectSignedIn(socket, session, from.user, from.result.holder.expiresAt, login);
    else
        QVERIFY(!session.ok());
}

void TestSessionMix::signInByContract(quint64 socket)
{
    const QString user = someUser();
    const auto life = std::chrono::seconds(1 + pick(120));
    const auto token = m_rig->contract.issue(user, Role::Viewer, life);
    const auto session = m_rig->parts->sessions.signIn(ConnectionId(socket), IdentityRig::Here, token->text);
    expectSignedIn(socket, session, user, token->expiresAt, std::nullopt);
}

void TestSessionMix::renew(quint64 socket)
{
    const size_t login = pick(m_logins.size());
    const auto result = m_rig->renew(m_logins[login].refreshToken);
    QCOMPARE(result.ok(), m_logins[login].alive);
    if (!result.ok())
        return;
    m_logins[login].result = *result;
    m_logins[login].refreshToken = result->refreshToken;
    const auto session = m_rig->parts->sessions.signIn(ConnectionId(socket), {IdentityRig::Here, {}}, result->holder);
    expectSignedIn(socket, session, m_logins[login].user, result->holder.expiresAt, login);
}

void TestSessionMix::logout(quint64 socket)
{
    auto &expected = m_expected[socket];
    const bool signedIn = expected && expected->end > m_rig->clock.now();
    QCOMPARE(m_rig->parts->sessions.end(expected ? expected->id : SessionId(), SessionEnd::LoggedOut), signedIn);
    expected.reset();
}

void TestSessionMix::replay()
{
    const size_t login = pick(m_logins.size());
    const QByteArray used = m_logins[login].refreshToken;
    const auto renewed = m_rig->renew(used);
    QCOMPARE(renewed.ok(), m_logins[login].alive);
    QVERIFY(!m_rig->renew(used).ok());
    endLogin(login);
}

void TestSessionMix::revoke()
{
    const size_t login = pick(m_logins.size());
    const bool ended = m_rig->parts->refreshTokens.revoke(familyOfOrigin(m_logins[login].result.holder.origin),
                                                          SessionEnd::LoggedOut);
    QCOMPARE(ended, m_logins[login].alive);
    endLogin(login);
}

void TestSessionMix::disableAndEnable()
{
    const QString user = someUser();
    UserEdit edit;
    edit.enabled = false;
    QVERIFY(m_rig->update(user, edit).ok());
    edit.enabled = true;
    QVERIFY(m_rig->update(user, edit).ok());
    for (size_t login = 0; login < m_logins.size(); ++login) {
        if (m_logins[login].user == user)
            endLogin(login);
    }
    for (auto &expected : m_expected) {
        if (expected && expected->user == user)
            expected.reset();
    }
}

void TestSessionMix::step()
{
    const quint64 socket = pick(Sockets);
    const size_t what = pick(100);
    if (what < 30) {
        signInByLogin(socket);
    } else if (what < 45) {
        signInByContract(socket);
    } else if (what < 57) {
        renew(socket);
    } else if (what < 67) {
        logout(socket);
    } else if (what < 77) {
        m_rig->parts->sessions.connectionClosed(ConnectionId(socket));
        m_expected[socket].reset();
    } else if (what < 80) {
        replay();
    } else if (what < 83) {
        revoke();
    } else if (what < 84) {
        disableAndEnable();
    } else if (what < 90) {
        newLogin();
    } else {
        m_rig->clock.advance(std::chrono::seconds(1 + pick(60)));
        m_rig->parts->sessions.endExpired();
    }
}

// Most steps would hit one that is over, otherwise.
void TestSessionMix::forgetOldLogins()
{
    constexpr size_t most = 40;
    constexpr size_t few = most / 2;
    if (m_logins.size() <= most)
        return;
    m_logins.erase(m_logins.begin(), m_logins.begin() + few);
    for (auto &expected : m_expected) {
        // A session that stands on a forgotten login lives on, and nothing here can end it but its time and socket.
        if (expected && expected->login)
            expected->login = *expected->login >= few ? std::optional(*expected->login - few) : std::nullopt;
    }
}

void TestSessionMix::compare(int step)
{
    qsizetype alive = 0;
    for (quint64 socket = 0; socket < Sockets; ++socket) {
        const auto &expected = m_expected[socket];
        const bool signedIn = expected && expected->end > m_rig->clock.now();
        const Principal principal = m_rig->parts->sessions.principalOf(ConnectionId(socket));
        const QString is = principal.signedIn() ? principal.userId : QString();
        QVERIFY2(is == (signedIn ? expected->user : QString()),
                 qPrintable(QStringLiteral("step %1, socket %2: is '%3'").arg(step).arg(socket).arg(is)));
        if (!signedIn)
            continue;
        ++alive;
        QVERIFY(principal.session == expected->id);
        QCOMPARE(m_rig->parts->sessions.view().principalOf(expected->id)->userId, expected->user);
    }
    QCOMPARE(qsizetype(m_rig->parts->sessions.list().size()), alive);
}

void TestSessionMix::socketsNeverShareAnything()
{
    m_rig = std::make_unique<IdentityRig>();
    // Thousands of logins are written: whether they outlive a power cut is not the question here.
    QVERIFY(runSql(m_rig->database, "pragma synchronous = off").ok());
    m_rig->refreshLimits.maxPerUser = 100'000;
    m_rig->start();
    for (int i = 0; i < 4; ++i)
        m_rig->addUser(QStringLiteral("user%1").arg(i), Role::Operator);
    for (int i = 0; i < 4; ++i)
        newLogin();
    for (int i = 0; i < Steps && !QTest::currentTestFailed(); ++i) {
        step();
        IdentityRig::settle();
        compare(i);
        forgetOldLogins();
    }
    QVERIFY(m_signIns > 2000);
}

CS_TEST(TestSessionMix)
#include "tst_sessionmix.moc"

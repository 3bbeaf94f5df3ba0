#include <sodium.h>

#include "auth/accesspolicy.h"
#include "auth/outsidetokens.h"
#include "jose/base64url.h"
#include "jose/compactjws.h"
#include "support/testprogram.h"
#include "unit/auth/identityrig.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

// Says yes to the token "outside NAME".
class FakeIssuer final : public OutsideTokens {
public:
    std::optional<Result<TokenHolder>> tryAdmit(QByteArrayView token) const override
    {
        if (!token.startsWith("outside "))
            return std::nullopt;
        TokenHolder holder;
        holder.principal = Principal::user(QString::fromUtf8(token.sliced(8)), Role::Admin);
        holder.expiresAt = until;
        return Result<TokenHolder>(holder);
    }
    Timestamp until;
};

}  // namespace

class TestTokenGate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void init();
    void cleanup() { m_rig.reset(); }

    void ownTokenHasTheRightsOfNow();
    void ownTokenOfAnotherKeyIsRefused();
    void ownTokenIsStrictlyRead_data();
    void ownTokenIsStrictlyRead();
    void ownTokenEndsByItself();
    void contractTokenIsBoundedByTheUser();
    void foreignUsersAreForTheConfigurationToDecide();
    void removedUserDoesNotComeBackAsAStranger();
    void nobodySpeaksForAKey();
    void keyIsAdmittedWithItsRights();
    void outsideTokenIsBoundedByTheUserToo();
    void mustChangeTokenStaysThat();
    void holderOfALoginGoesOnAsLongAsTheLogin();
    void holderOfAKeyGoesOnAsLongAsItsSecret();
    void holderOfAContractTokenFollowsTheUser();

private:
    std::optional<Principal> now(const Result<TokenHolder> &holder) { return m_rig->parts->gate.principalNow(*holder); }
    Result<TokenHolder> admit(const QByteArray &token) { return m_rig->parts->gate.admit(IdentityRig::Here, token); }
    QByteArray contractToken(const QString &user, Role role) { return m_rig->contract.issue(user, role, 1h)->text; }
    QByteArray signedBy(char seed, const QByteArray &payload)
    {
        return SigningKey::fromSeed(QByteArray(32, seed))->sign(payload);
    }
    std::unique_ptr<IdentityRig> m_rig;
};

void TestTokenGate::init()
{
    m_rig = std::make_unique<IdentityRig>();
    m_rig->addUser("alice", Role::Operator);
}

void TestTokenGate::ownTokenHasTheRightsOfNow()
{
    const auto login = m_rig->login("alice");
    const auto holder = admit(login->accessToken);
    QVERIFY(holder.ok());
    QVERIFY(holder->known && holder->origin == login->holder.origin);
    QVERIFY(holder->principal.userId == "alice" && holder->principal.role == Role::Operator);
    UserEdit edit;
    edit.role = Role::Viewer;
    edit.restricted = true;
    QVERIFY(m_rig->update("alice", edit).ok());
    const auto later = admit(login->accessToken);
    QVERIFY(later->principal.role == Role::Viewer && !later->principal.allCameras);
    QVERIFY(waitFor(m_rig->parts->users.remove("alice")).ok());
    QVERIFY(!admit(login->accessToken).ok());
    // The next one of that name is another user.
    m_rig->addUser("alice");
    QVERIFY(!admit(login->accessToken).ok());
}

void TestTokenGate::ownTokenOfAnotherKeyIsRefused()
{
    const auto login = m_rig->login("alice");
    const QByteArray payload = *fromBase64Url(login->accessToken.split('.')[1]);
    QVERIFY(admit(signedBy('s', payload)).ok());
    QVERIFY(!admit(signedBy('x', payload)).ok());
    // No signature ends so: its number would be too great.
    QVERIFY(!admit(login->accessToken.chopped(2) + "_w").ok());
    QVERIFY(!admit(signHs256(payload, QByteArray(32, 's'))).ok());
}

void TestTokenGate::ownTokenIsStrictlyRead_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::newRow("issuer") << QByteArray(R"("iss":"camera-service")") << QByteArray(R"("iss":"other")");
    QTest::newRow("no issuer") << QByteArray(R"("iss":"camera-service",)") << QByteArray();
    QTest::newRow("audience") << QByteArray(R"("aud":"camera-service")") << QByteArray(R"("aud":"other")");
    QTest::newRow("login") << QByteArray(R"("sid":")") << QByteArray(R"("sid":"x)");
    QTest::newRow("no login") << QByteArray(R"("sid")") << QByteArray(R"("sidx")");
    QTest::newRow("no user") << QByteArray(R"("user_id")") << QByteArray(R"("user_idx")");
    QTest::newRow("user twice") << QByteArray(R"("user_id":"alice")")
                                << QByteArray(R"("user_id":"alice","user_id":"root")");
    QTest::newRow("role") << QByteArray(R"("operator")") << QByteArray(R"("owner")");
    QTest::newRow("other user") << QByteArray(R"("user_id":"alice")") << QByteArray(R"("user_id":"key:wall")");
    QTest::newRow("unknown user") << QByteArray(R"("user_id":"alice")") << QByteArray(R"("user_id":"eve")");
}

void TestTokenGate::ownTokenIsStrictlyRead()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    const auto login = m_rig->login("alice");
    QByteArray payload = *fromBase64Url(login->accessToken.split('.')[1]);
    QVERIFY(payload.contains(from));
    const auto refused = admit(signedBy('s', payload.replace(from, to)));
    QCOMPARE(refused.ok() ? ErrorCode::Internal : refused.error().code, ErrorCode::Unauthenticated);
}

void TestTokenGate::ownTokenEndsByItself()
{
    const auto login = m_rig->login("alice");
    m_rig->clock.advance(15min - 1s);
    QVERIFY(admit(login->accessToken).ok());
    m_rig->clock.advance(1s);
    QVERIFY(!admit(login->accessToken).ok());
}

void TestTokenGate::contractTokenIsBoundedByTheUser()
{
    const auto lower = admit(contractToken("alice", Role::Viewer));
    QVERIFY(lower->principal.role == Role::Viewer && lower->known && lower->origin == "token");
    const auto higher = admit(contractToken("ALICE", Role::Admin));
    QVERIFY(higher->principal.role == Role::Operator);
    QCOMPARE(higher->principal.userId, QString("alice"));
    UserEdit edit;
    edit.enabled = false;
    QVERIFY(m_rig->update("alice", edit).ok());
    QCOMPARE(admit(contractToken("alice", Role::Viewer)).error().code, ErrorCode::Unauthenticated);
}

void TestTokenGate::foreignUsersAreForTheConfigurationToDecide()
{
    const auto foreign = admit(contractToken("wall display", Role::Operator));
    QVERIFY(foreign.ok() && !foreign->known && foreign->principal.allCameras);
    TokenGate strict(m_rig->contract, m_rig->clock, TokenGate::ForeignUsers::Refuse);
    strict.setSources({nullptr, nullptr, nullptr, &m_rig->rights, nullptr});
    QVERIFY(!strict.admit(IdentityRig::Here, contractToken("wall display", Role::Operator)).ok());
    QVERIFY(strict.admit(IdentityRig::Here, contractToken("alice", Role::Operator)).ok());
}

void TestTokenGate::removedUserDoesNotComeBackAsAStranger()
{
    m_rig->addUser("bob", Role::Operator, true);
    const QByteArray token = contractToken("Bob", Role::Operator);
    QVERIFY(!admit(token)->principal.allCameras);
    m_rig->clock.advance(5s);
    QVERIFY(waitFor(m_rig->parts->users.remove("bob")).ok());
    QVERIFY(!admit(token).ok());
    m_rig->start();
    QVERIFY(!admit(token).ok());
    // Nor as the next one of that name; what is made from now on is another matter.
    m_rig->addUser("bob", Role::Operator);
    QVERIFY(!admit(token).ok());
    m_rig->clock.advance(1s);
    QVERIFY(admit(contractToken("bob", Role::Operator)).ok());
    QVERIFY(waitFor(m_rig->parts->users.remove("bob")).ok());
    m_rig->clock.advance(1s);
    QVERIFY(!admit(contractToken("bob", Role::Operator))->known);
}

void TestTokenGate::nobodySpeaksForAKey()
{
    QVERIFY(!admit(contractToken("key:wall", Role::Admin)).ok());
    QVERIFY(!admit(contractToken("KEY:wall", Role::Admin)).ok());
    QVERIFY(!admit(contractToken(QString::fromUtf8("ｋｅｙ:wall"), Role::Admin)).ok());
}

void TestTokenGate::keyIsAdmittedWithItsRights()
{
    const auto made = waitFor(
        m_rig->parts->keys.create(Principal::user("root", Role::Admin), {"wall", Role::Viewer, {}, {}}));
    QVERIFY(made.ok());
    const auto holder = admit(made->text);
    QVERIFY(holder.ok() && holder->known);
    QVERIFY(holder->principal.role == Role::Viewer && holder->principal.userId == "key:wall");
    QCOMPARE(holder->origin, keyOrigin(made->key.id));
    QVERIFY(waitFor(m_rig->parts->keys.revoke(made->key.id)).ok());
    QVERIFY(!admit(made->text).ok());
}

void TestTokenGate::outsideTokenIsBoundedByTheUserToo()
{
    FakeIssuer issuer;
    issuer.until = m_rig->clock.now() + 1h;
    TokenGate gate(m_rig->contract, m_rig->clock, TokenGate::ForeignUsers::Refuse);
    gate.setSources({nullptr, nullptr, &issuer, &m_rig->rights, &m_rig->parts->users.removedUsers()});
    QVERIFY(gate.admit(IdentityRig::Here, "outside alice")->principal.role == Role::Operator);
    // Its issuer is configured: that is what lets strangers in.
    QVERIFY(gate.admit(IdentityRig::Here, "outside carol")->principal.role == Role::Admin);
    QVERIFY(!gate.admit(IdentityRig::Here, "outside key:wall").ok());
    QVERIFY(gate.admit(IdentityRig::Here, contractToken("alice", Role::Viewer)).ok());
}

void TestTokenGate::mustChangeTokenStaysThat()
{
    UserEdit reset;
    reset.password = QStringLiteral("yellow-otter-15");
    QVERIFY(m_rig->update("alice", reset).ok());
    const auto login = m_rig->login("alice", "yellow-otter-15");
    const auto holder = admit(login->accessToken);
    QVERIFY(holder->principal.mustChangePassword);
    const AccessPolicy policy;
    QVERIFY(!policy.allow(holder->principal, Role::Viewer, "get_camera_list").ok());
    QVERIFY(policy.allow(holder->principal, Role::Viewer, "change_password").ok());
    QVERIFY(!policy.mayView(holder->principal, CameraId(0)));
}

void TestTokenGate::holderOfALoginGoesOnAsLongAsTheLogin()
{
    const auto login = m_rig->login("alice");
    const auto holder = admit(login->accessToken);
    // The token's own end is not the login's.
    m_rig->clock.advance(1h);
    QVERIFY(!admit(login->accessToken).ok());
    QVERIFY(now(holder) == holder->principal);
    UserEdit edit;
    edit.restricted = true;
    QVERIFY(m_rig->update("alice", edit).ok());
    QVERIFY(now(holder) && !now(holder)->allCameras);
    edit.password = QStringLiteral("yellow-otter-15");
    QVERIFY(m_rig->update("alice", edit).ok());
    QVERIFY(!now(holder));
}

void TestTokenGate::holderOfAKeyGoesOnAsLongAsItsSecret()
{
    const Principal root = Principal::user("root", Role::Admin);
    const auto until = m_rig->clock.now() + 1h;
    const auto made = waitFor(m_rig->parts->keys.create(root, {"wall", Role::Viewer, until, {}}));
    const auto holder = admit(made->text);
    QVERIFY(now(holder) == holder->principal);
    const auto rotated = waitFor(m_rig->parts->keys.rotate(made->key.id));
    QVERIFY(!now(holder));
    const auto next = admit(rotated->text);
    QVERIFY(now(next));
    m_rig->clock.advance(1h);
    QVERIFY(!now(next));
    const auto other = waitFor(m_rig->parts->keys.create(root, {"door", Role::Viewer, {}, {}}));
    const auto last = admit(other->text);
    QVERIFY(now(last));
    QVERIFY(waitFor(m_rig->parts->keys.revoke(other->key.id)).ok());
    QVERIFY(!now(last));
}

void TestTokenGate::holderOfAContractTokenFollowsTheUser()
{
    m_rig->addUser("root", Role::Admin);
    const auto holder = admit(contractToken("alice", Role::Admin));
    const auto foreign = admit(contractToken("wall display", Role::Viewer));
    QVERIFY(now(holder)->role == Role::Operator && now(foreign));
    UserEdit edit;
    edit.role = Role::Viewer;
    QVERIFY(m_rig->update("alice", edit).ok());
    QVERIFY(now(holder)->role == Role::Viewer);
    edit.role = Role::Admin;
    QVERIFY(m_rig->update("alice", edit).ok());
    QVERIFY(now(holder)->role == Role::Admin);
    edit.enabled = false;
    QVERIFY(m_rig->update("alice", edit).ok());
    QVERIFY(!now(holder));
    m_rig->clock.advance(1h);
    QVERIFY(!now(foreign));
}

CS_TEST(TestTokenGate)
#include "tst_tokengate.moc"

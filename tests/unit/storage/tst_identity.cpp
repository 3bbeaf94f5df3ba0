#include "storage/refreshtokenstable.h"
#include "storage/userstable.h"
#include "storagefixture.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

class TestIdentity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_database.reset(); }

    void userComesBackAsItWasStored();
    void changeLeavesTheRestAlone();
    void lastEnabledAdminIsKeptInOneTransaction();
    void newPasswordEndsLoginsInTheSameTransaction();
    void disablingEndsEveryLogin();
    void removalTakesEverythingWithIt();
    void rehashNeedsTheHashItReplaces();
    void recoveryCodeIsSpentOnce();
    void familyIsRotatedFromItsOwnTokenOnly();
    void expiredFamiliesAreDeletedAtLoading();
    void rowsThatNobodyWroteAreLeftOut();

private:
    StoredUser user(const QString &name, Role role = Role::Viewer)
    {
        StoredUser row;
        row.name = name;
        row.role = role;
        row.passwordHash = QStringLiteral("hash of ") + name;
        row.createdAt = m_now;
        return row;
    }
    void insert(const StoredUser &row) { QVERIFY(waitFor(m_users->insert(row)).ok()); }
    StoredFamily family(const QString &id, const QString &name)
    {
        return {id, name, "hash", "192.0.2.1", "agent", m_now, m_now + 24h};
    }
    int count(const char *table)
    {
        return runSql(*m_database, QStringLiteral("select count(*) from %1").arg(QLatin1String(table)))->toInt();
    }
    StorageFixture m_fixture;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<UsersTable> m_users;
    std::unique_ptr<RefreshTokensTable> m_tokens;
    Timestamp m_now{std::chrono::seconds(1767225600)};
};

void TestIdentity::init()
{
    QFile::remove(m_fixture.path());
    m_database = std::make_unique<Database>();
    StorageFixture::open(*m_database, m_fixture.path());
    m_users = std::make_unique<UsersTable>(*m_database);
    m_tokens = std::make_unique<RefreshTokensTable>(*m_database);
}

void TestIdentity::userComesBackAsItWasStored()
{
    StoredUser row = user("alice", Role::Operator);
    row.displayName = QString::fromUtf8("Alice ♥ '; drop table users; --");
    row.restricted = true;
    row.mustChangePassword = true;
    row.sealedTotp = QByteArray("\0sealed\xff", 8);
    row.totpLastStep = 58907520;
    row.lastLoginAt = m_now + 1us;
    insert(row);
    insert(user("Bob"));
    QCOMPARE(waitFor(m_users->insert(row)).error().data.value("state").toString(), QString("exists"));
    const auto all = waitFor(m_users->all());
    QCOMPARE(all->size(), size_t(2));
    const StoredUser &read = (*all)[1];
    QVERIFY(read.name == row.name && read.displayName == row.displayName && read.role == row.role && read.enabled
            && read.restricted && read.mustChangePassword && read.passwordHash == row.passwordHash
            && read.sealedTotp == row.sealedTotp && read.totpLastStep == row.totpLastStep
            && read.createdAt == row.createdAt && read.lastLoginAt == row.lastLoginAt);
}

void TestIdentity::changeLeavesTheRestAlone()
{
    insert(user("alice", Role::Operator));
    UserChange change;
    change.displayName = QStringLiteral("Alice");
    const auto changed = waitFor(m_users->update("alice", change));
    QVERIFY(changed->displayName == "Alice" && changed->role == Role::Operator && changed->enabled);
    QCOMPARE(changed->passwordHash, QString("hash of alice"));
    QCOMPARE(waitFor(m_users->update("eve", change)).error().code, ErrorCode::NotFound);
    QVERIFY(waitFor(m_users->noteLogin("alice", m_now, 7))->totpLastStep == 7);
    QVERIFY(waitFor(m_users->noteLogin("alice", m_now + 1s, {}))->totpLastStep == 7);
}

void TestIdentity::lastEnabledAdminIsKeptInOneTransaction()
{
    insert(user("root", Role::Admin));
    StoredUser off = user("off", Role::Admin);
    off.enabled = false;
    insert(off);
    UserChange change;
    change.enabled = false;
    change.displayName = QStringLiteral("changed");
    QCOMPARE(waitFor(m_users->update("root", change)).error().data.value("state").toString(), QString("last_admin"));
    change.enabled.reset();
    change.role = Role::Viewer;
    QCOMPARE(waitFor(m_users->update("root", change)).error().data.value("state").toString(), QString("last_admin"));
    QCOMPARE(waitFor(m_users->remove("root", m_now)).error().data.value("state").toString(), QString("last_admin"));
    QCOMPARE(runSql(*m_database, "select display_name from users where name = 'root'")->toString(), QString());
    QCOMPARE(count("users"), 2);
    QVERIFY(waitFor(m_users->remove("off", m_now)).ok());
}

void TestIdentity::newPasswordEndsLoginsInTheSameTransaction()
{
    insert(user("alice"));
    insert(user("bob"));
    for (const char *id : {"a", "b", "c"})
        QVERIFY(waitFor(m_tokens->insert(family(QLatin1String(id), "alice"))).ok());
    QVERIFY(waitFor(m_tokens->insert(family("d", "bob"))).ok());
    UserChange change;
    change.passwordHash = QStringLiteral("other");
    change.keptFamily = QStringLiteral("b");
    QVERIFY(waitFor(m_users->update("alice", change)).ok());
    const auto left = waitFor(m_tokens->load(m_now));
    QCOMPARE(left->size(), size_t(2));
    QCOMPARE((*left)[0].id, QString("b"));
    QCOMPARE((*left)[1].id, QString("d"));
}

void TestIdentity::disablingEndsEveryLogin()
{
    insert(user("alice"));
    QVERIFY(waitFor(m_tokens->insert(family("a", "alice"))).ok());
    UserChange change;
    change.enabled = false;
    change.keptFamily = QStringLiteral("a");
    QVERIFY(waitFor(m_users->update("alice", change)).ok());
    QCOMPARE(count("refresh_tokens"), 0);
}

void TestIdentity::removalTakesEverythingWithIt()
{
    insert(user("alice"));
    QVERIFY(waitFor(m_tokens->insert(family("a", "alice"))).ok());
    QVERIFY(waitFor(m_users->setTotp("alice", "sealed", 1, {"one", "two"})).ok());
    QCOMPARE(count("recovery_codes"), 2);
    QVERIFY(waitFor(m_users->remove("alice", m_now)).ok());
    QCOMPARE(count("refresh_tokens"), 0);
    QCOMPARE(count("recovery_codes"), 0);
    QCOMPARE(waitFor(m_users->remove("alice", m_now)).error().code, ErrorCode::NotFound);
    QVERIFY(waitFor(m_users->removedOnes())->front().removedAt == m_now);
    insert(user("alice"));
    QVERIFY(waitFor(m_users->remove("alice", m_now + 1h)).ok());
    const auto removed = waitFor(m_users->removedOnes());
    QCOMPARE(removed->size(), size_t(1));
    QVERIFY(removed->front().name == "alice" && removed->front().removedAt == m_now + 1h);
    QCOMPARE(waitFor(m_tokens->insert(family("b", "alice"))).error().code, ErrorCode::NotFound);
}

void TestIdentity::rehashNeedsTheHashItReplaces()
{
    insert(user("alice"));
    QVERIFY(waitFor(m_users->rehash("alice", "hash of alice", "new")).ok());
    QCOMPARE(waitFor(m_users->rehash("alice", "hash of alice", "newer")).error().code, ErrorCode::NotFound);
    QCOMPARE(runSql(*m_database, "select password_hash from users")->toString(), QString("new"));
}

void TestIdentity::recoveryCodeIsSpentOnce()
{
    insert(user("alice"));
    insert(user("bob"));
    QVERIFY(waitFor(m_users->setTotp("alice", "sealed", 1, {"one", "two"})).ok());
    QVERIFY(!*waitFor(m_users->spendRecoveryCode("bob", "one")));
    QVERIFY(*waitFor(m_users->spendRecoveryCode("alice", "one")));
    QVERIFY(!*waitFor(m_users->spendRecoveryCode("alice", "one")));
    QVERIFY(waitFor(m_users->setTotp("alice", "sealed", 1, {"three"})).ok());
    QVERIFY(!*waitFor(m_users->spendRecoveryCode("alice", "two")));
    UserChange change;
    change.removeTotp = true;
    QVERIFY(!waitFor(m_users->update("alice", change))->hasTotp());
    QCOMPARE(count("recovery_codes"), 0);
    QVERIFY(!waitFor(m_users->setTotp("eve", "sealed", 1, {"four"})).ok());
    QCOMPARE(count("recovery_codes"), 0);
}

void TestIdentity::familyIsRotatedFromItsOwnTokenOnly()
{
    insert(user("alice"));
    QVERIFY(waitFor(m_tokens->insert(family("a", "alice"))).ok());
    QVERIFY(waitFor(m_tokens->rotate("a", "hash", "next", m_now + 48h)).ok());
    QCOMPARE(waitFor(m_tokens->rotate("a", "hash", "third", m_now + 48h)).error().code, ErrorCode::NotFound);
    QCOMPARE(waitFor(m_tokens->rotate("b", "hash", "third", m_now + 48h)).error().code, ErrorCode::NotFound);
    const auto rows = waitFor(m_tokens->load(m_now));
    QVERIFY(rows->front().tokenHash == "next" && rows->front().expiresAt == m_now + 48h);
    QVERIFY(rows->front().address == "192.0.2.1" && rows->front().userAgent == "agent");
    QVERIFY(waitFor(m_tokens->remove({"a", "unknown"})).ok());
    QCOMPARE(count("refresh_tokens"), 0);
}

void TestIdentity::expiredFamiliesAreDeletedAtLoading()
{
    insert(user("alice"));
    QVERIFY(waitFor(m_tokens->insert(family("a", "alice"))).ok());
    QCOMPARE(waitFor(m_tokens->load(m_now + 24h - 1us))->size(), size_t(1));
    QCOMPARE(waitFor(m_tokens->load(m_now + 24h))->size(), size_t(0));
    QCOMPARE(count("refresh_tokens"), 0);
}

void TestIdentity::rowsThatNobodyWroteAreLeftOut()
{
    insert(user("alice"));
    QVERIFY(!runSql(*m_database, "update users set role = 'owner'").ok());
    QVERIFY(!runSql(*m_database, "update users set enabled = 2").ok());
    QCOMPARE(waitFor(m_users->all())->size(), size_t(1));
}

CS_TEST(TestIdentity)
#include "tst_identity.moc"

#include <sys/stat.h>

#include <QFileInfo>
#include <QSignalSpy>

#include <sodium.h>

#include "auth/firstadmin.h"
#include "auth/passwordrules.h"
#include "support/logcapture.h"
#include "support/testprogram.h"
#include "unit/auth/identityrig.h"

using namespace cs;

class TestUsers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void init();
    void cleanup() { m_rig.reset(); }

    void userIsFoundInAnySpellingAndSurvivesARestart();
    void nameIsTakenOnceWhateverItsSpelling();
    void absentPasswordIsMadeAndMustBeChanged();
    void badNamesAndPasswordsAreRefused();
    void passwordIsStoredAsArgon2idAlone();
    void lastEnabledAdminStays();
    void anAdminOfSomeCamerasIsNoneInItsPlace();
    void displayNamesAreOneLine_data();
    void displayNamesAreOneLine();
    void twoAdminsCannotRemoveEachOtherAtOnce();
    void rightsViewFollows();
    void answerComesBeforeTheNews();
    void pagesGoOnBehindAName();
    void resetPasswordMustBeChanged();

    void firstAdminHasAFileUntilThePasswordIsChanged();
    void firstAdminIsNotMadeAmongOthers();

private:
    Users &users() { return m_rig->parts->users; }
    std::unique_ptr<IdentityRig> m_rig;
};

void TestUsers::init()
{
    m_rig = std::make_unique<IdentityRig>();
    QVERIFY(m_rig->loaded);
}

void TestUsers::userIsFoundInAnySpellingAndSurvivesARestart()
{
    m_rig->addUser("Alice@Example.org", Role::Operator, true);
    m_rig->start();
    const User *alice = users().find("ALICE@example.ORG");
    QVERIFY(alice);
    QCOMPARE(alice->name, QString("alice@example.org"));
    QVERIFY(alice->role == Role::Operator && alice->enabled && alice->restricted && !alice->mustChangePassword);
    QVERIFY(alice->createdAt == m_rig->clock.now());
    QVERIFY(!users().find("bob"));
    QVERIFY(!users().find("alice@example.org\n"));
}

void TestUsers::nameIsTakenOnceWhateverItsSpelling()
{
    m_rig->addUser("alice");
    NewUser again;
    again.name = QStringLiteral("ALICE");
    const auto refused = waitFor(users().create(again));
    QCOMPARE(refused.error().code, ErrorCode::InvalidState);
    // Two at once, before the first is in memory.
    again.name = QStringLiteral("bob");
    const auto first = users().create(again);
    const auto second = users().create(again);
    QCOMPARE(int(waitFor(first).ok()) + int(waitFor(second).ok()), 1);
    QCOMPARE(users().count(), qsizetype(2));
}

void TestUsers::absentPasswordIsMadeAndMustBeChanged()
{
    NewUser bob;
    bob.name = QStringLiteral("bob");
    const auto made = waitFor(users().create(bob));
    QVERIFY(made->madePassword && made->user.mustChangePassword);
    const auto login = m_rig->login("bob", *made->madePassword);
    QVERIFY(login.ok());
    QVERIFY(login->mustChangePassword);
    QVERIFY(login->holder.principal.mustChangePassword);
}

void TestUsers::badNamesAndPasswordsAreRefused()
{
    NewUser bob;
    bob.name = QStringLiteral("b b");
    QCOMPARE(waitFor(users().create(bob)).error().data.value("param").toString(), QString("username"));
    bob.name = QStringLiteral("bob");
    bob.password = QStringLiteral("password1234");
    QCOMPARE(waitFor(users().create(bob)).error().data.value("param").toString(), QString("password"));
    QCOMPARE(waitFor(users().update("nobody", {})).error().code, ErrorCode::NotFound);
    QCOMPARE(waitFor(users().remove("nobody")).error().code, ErrorCode::NotFound);
}

void TestUsers::passwordIsStoredAsArgon2idAlone()
{
    m_rig->addUser("alice");
    const QString hash = runSql(m_rig->database, "select password_hash from users").value().toString();
    QVERIFY(hash.startsWith("$argon2id$"));
    m_rig->parts.reset();
    m_rig->database.close();
    for (const char *name : {"service.db", "service.db-wal"}) {
        QFile file(m_rig->fixture.path(QString::fromLatin1(name)));
        if (file.open(QIODevice::ReadOnly))
            QVERIFY(!file.readAll().contains(IdentityRig::Password.toUtf8()));
    }
}

void TestUsers::lastEnabledAdminStays()
{
    m_rig->addUser("root", Role::Admin);
    m_rig->addUser("deputy", Role::Admin);
    UserEdit disable;
    disable.enabled = false;
    QVERIFY(m_rig->update("deputy", disable).ok());
    UserEdit demote;
    demote.role = Role::Operator;
    for (const auto &refused : {m_rig->update("root", disable), m_rig->update("root", demote)}) {
        QCOMPARE(refused.error().code, ErrorCode::InvalidState);
        QCOMPARE(refused.error().data.value("state").toString(), QString("last_admin"));
    }
    QCOMPARE(waitFor(users().remove("root")).error().code, ErrorCode::InvalidState);
    // Nothing of the refused changes has stuck.
    m_rig->start();
    QVERIFY(users().find("root")->enabled && users().find("root")->role == Role::Admin);
    UserEdit enable;
    enable.enabled = true;
    QVERIFY(m_rig->update("deputy", enable).ok());
    QVERIFY(waitFor(users().remove("root")).ok());
    QVERIFY(!users().find("root"));
}

void TestUsers::anAdminOfSomeCamerasIsNoneInItsPlace()
{
    m_rig->addUser("root", Role::Admin);
    m_rig->addUser("half", Role::Admin, true);
    UserEdit edit;
    edit.restricted = true;
    QCOMPARE(m_rig->update("root", edit).error().data.value("state").toString(), QString("last_admin"));
    QCOMPARE(waitFor(users().remove("root")).error().code, ErrorCode::InvalidState);
    QVERIFY(waitFor(users().remove("half")).ok());
    m_rig->addUser("deputy", Role::Admin);
    QVERIFY(m_rig->update("root", edit).ok());
}

void TestUsers::displayNamesAreOneLine_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("good");
    QTest::newRow("nothing") << QString() << true;
    QTest::newRow("words") << QString("  Ann's 2nd account (../, <b>)") << true;
    QTest::newRow("other scripts") << QString::fromUtf8("Мария, 山田太郎, عَلِيّ") << true;
    QTest::newRow("joined emoji") << QString::fromUtf8("👩‍👧 ♥") << true;
    QTest::newRow("no-break space") << QStringLiteral("a\u00a0b") << true;
    for (const QString &bad :
         {QString("a\nb"), QString("\t"), QString(QChar(0)), QString("\x1b[31m"), QStringLiteral("\u007f"),
          QStringLiteral("\u0085"), QStringLiteral("\u009b"), QStringLiteral("a\u2028b"), QStringLiteral("a\u2029b"),
          QStringLiteral("a\u202eb"), QStringLiteral("a\u2066b"), QStringLiteral("\u200f"), QStringLiteral("\u061c"),
          QStringLiteral("a\u200bb"), QStringLiteral("a\u200db"), QStringLiteral("a\u00adb"), QStringLiteral("a\ufe0f"),
          QString(QChar(0xd800))})
        QTest::addRow("U+%04x", bad.isEmpty() ? 0 : bad[bad.size() > 1 ? 1 : 0].unicode()) << bad << false;
}

void TestUsers::displayNamesAreOneLine()
{
    QFETCH(const QString, name);
    QFETCH(const bool, good);
    NewUser user;
    user.name = QStringLiteral("ann");
    user.role = Role::Viewer;
    user.displayName = name;
    m_rig->addUser("bob");
    UserEdit edit;
    edit.displayName = name;
    for (const auto &answer : {waitFor(users().create(user)), m_rig->update("bob", edit)}) {
        QCOMPARE(answer.ok(), good);
        if (good) {
            QCOMPARE(answer->user.displayName, name);
            continue;
        }
        QCOMPARE(answer.error().code, ErrorCode::InvalidParams);
        QCOMPARE(answer.error().data.value("param").toString(), QString("display_name"));
        QVERIFY(answer.error().data.contains("rule") && answer.error().data.contains("hint"));
    }
}

void TestUsers::twoAdminsCannotRemoveEachOtherAtOnce()
{
    m_rig->addUser("root", Role::Admin);
    m_rig->addUser("deputy", Role::Admin);
    UserEdit disable;
    disable.enabled = false;
    const auto one = users().update("root", disable);
    const auto other = users().remove("deputy");
    QCOMPARE(int(waitFor(one).ok()) + int(waitFor(other).ok()), 1);
    QCOMPARE(runSql(m_rig->database, "select count(*) from users where role = 'admin' and enabled")->toInt(), 1);
}

void TestUsers::rightsViewFollows()
{
    m_rig->addUser("alice", Role::Operator);
    QVERIFY(m_rig->rights.rightsOf("alice")->allCameras);
    UserEdit edit;
    edit.role = Role::Viewer;
    edit.restricted = true;
    QVERIFY(m_rig->update("alice", edit).ok());
    const auto rights = m_rig->rights.rightsOf("Alice");
    QVERIFY(rights->role == Role::Viewer && rights->enabled && !rights->allCameras);
    QVERIFY(waitFor(users().remove("alice")).ok());
    QVERIFY(!m_rig->rights.rightsOf("alice"));
}

void TestUsers::answerComesBeforeTheNews()
{
    m_rig->addUser("alice");
    QStringList order;
    connect(&users(), &Users::rightsChanged, this, [&] { order << "news"; });
    connect(&users(), &Users::removed, this, [&] { order << "news"; });
    UserEdit disable;
    disable.enabled = false;
    whenDone(this, users().update("alice", disable), [&](const Result<UserAnswer> &) { order << "answer"; });
    QTRY_COMPARE(order, QStringList({"answer", "news"}));
    whenDone(this, users().remove("alice"), [&](const Result<Done> &) { order << "answer"; });
    QTRY_COMPARE(order, QStringList({"answer", "news", "answer", "news"}));
}

void TestUsers::pagesGoOnBehindAName()
{
    for (const char *name : {"dora", "alice", "carl", "bob"})
        m_rig->addUser(QString::fromLatin1(name));
    const auto first = users().page(3);
    QCOMPARE(first.size(), size_t(3));
    QCOMPARE(first.back().name, QString("carl"));
    const auto rest = users().page(3, first.back().name);
    QCOMPARE(rest.size(), size_t(1));
    QCOMPARE(rest.front().name, QString("dora"));
}

void TestUsers::resetPasswordMustBeChanged()
{
    m_rig->addUser("alice");
    UserEdit reset;
    reset.makePassword = true;
    const auto answer = m_rig->update("alice", reset);
    QVERIFY(answer->madePassword && answer->user.mustChangePassword);
    QVERIFY(!m_rig->login("alice").ok());
    QVERIFY(m_rig->login("alice", *answer->madePassword)->mustChangePassword);
    reset.password = QStringLiteral("yellow-otter-15");
    QCOMPARE(m_rig->update("alice", reset).error().code, ErrorCode::InvalidParams);
    reset.makePassword = false;
    QVERIFY(m_rig->update("alice", reset)->user.mustChangePassword);
}

void TestUsers::firstAdminHasAFileUntilThePasswordIsChanged()
{
    QTemporaryDir state;
    LogCapture log;
    FirstAdmin first(users(), state.path());
    QVERIFY(waitFor(first.ensure()).ok());
    struct stat info {};
    QCOMPARE(::stat(QFile::encodeName(first.filePath()).constData(), &info), 0);
    QCOMPARE(int(info.st_mode & 0777), 0600);
    QFile file(first.filePath());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString password = QString::fromUtf8(file.readAll()).trimmed();
    const auto login = m_rig->login("admin", password);
    QVERIFY(login.ok() && login->mustChangePassword);
    QVERIFY(login->holder.principal.role == Role::Admin);
    QVERIFY(waitFor(first.ensure()).ok());
    QCOMPARE(users().count(), qsizetype(1));
    QVERIFY(log.text().contains(first.filePath()));
    QVERIFY(!log.text().contains(password));
    QVERIFY(
        waitFor(m_rig->parts->logins.changePassword("admin", password, "yellow-otter-15", {}, {IdentityRig::Here, {}}))
            .ok());
    QTRY_VERIFY(!QFileInfo::exists(first.filePath()));
    QVERIFY(!m_rig->login("admin", "yellow-otter-15")->mustChangePassword);
}

void TestUsers::firstAdminIsNotMadeAmongOthers()
{
    QTemporaryDir state;
    m_rig->addUser("root", Role::Admin);
    FirstAdmin first(users(), state.path());
    QVERIFY(waitFor(first.ensure()).ok());
    QVERIFY(!users().find("admin"));
    QVERIFY(!QFileInfo::exists(first.filePath()));
    FirstAdmin nowhere(users(), state.path() + "/missing");
    QVERIFY(waitFor(users().remove("root")).error().code == ErrorCode::InvalidState);
}

CS_TEST(TestUsers)
#include "tst_users.moc"

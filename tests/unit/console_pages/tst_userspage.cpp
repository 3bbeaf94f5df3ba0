#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>

#include "actions/commands.h"
#include "pages/secretdialog.h"
#include "pages/userspage.h"
#include "unit/console_pages/pagefixture.h"
#include "widgets/confirmdialog.h"

using namespace cs;

// The page of the users, with an admin, a viewer who is disabled, and two sessions.
class TestUsersPage : public PageFixture {
    Q_OBJECT

    static QByteArray userOf(const QByteArray &name, const QByteArray &role, const QByteArray &enabled)
    {
        return quoted("{'username':'") + name + quoted("','display_name':'','role':'") + role + quoted("','enabled':")
               + enabled
               + quoted(",'restricted':false,'totp_enabled':false,'must_change_password':false,"
                        "'created_at':'2026-11-23T10:00:00.000Z'");
    }
    static QByteArray sessionOf(const QByteArray &id, const QByteArray &current)
    {
        return quoted("{'session_id':'") + id
               + quoted("','username':'alice','role':'admin','address':'192.0.2.1','user_agent':'x','created_at':"
                        "'2026-11-23T10:00:00.000Z','last_seen_at':'2026-11-23T10:00:00.000Z','expires_at':"
                        "'2026-11-23T11:00:00.000Z','current':")
               + current + '}';
    }
    QTableView *table(const char *name) const
    {
        for (auto *each : m_page->findChildren<QTableView *>()) {
            if (each->accessibleName() == QLatin1String(name))
                return each;
        }
        return nullptr;
    }
    void chooseUser(int row) { table("Users")->selectRow(row); }
    bool isUsable(CommandId id) const { return m_commands->action(id)->isEnabled(); }
    void trigger(CommandId id) { m_commands->action(id)->trigger(); }
    ConfirmDialog *question() const { return m_page->findChild<ConfirmDialog *>(); }

    std::unique_ptr<UserModel> m_users;
    std::unique_ptr<SessionModel> m_sessions;
    std::unique_ptr<Commands> m_commands;
    std::unique_ptr<UsersPage> m_page;

private Q_SLOTS:
    void init()
    {
        setUp();
        service->on("list_users", quoted("{'users':[") + userOf("alice", "admin", "true") + "},"
                                      + userOf("bob", "viewer", "false") + "}]}");
        service->on("list_sessions",
                    quoted("{'sessions':[") + sessionOf("s1", "true") + ',' + sessionOf("s2", "false") + "]}");
        m_users = std::make_unique<UserModel>(*session);
        m_sessions = std::make_unique<SessionModel>(*session);
        m_commands = std::make_unique<Commands>();
        m_commands->setRole(Role::Admin);
        QVERIFY(live());
        m_page = std::make_unique<UsersPage>(*m_users, *m_sessions, *m_commands);
        m_page->resize(1000, 700);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        m_page->enter();
        QTRY_COMPARE(m_users->rowCount(), 2);
        QTRY_COMPARE(m_sessions->rowCount(), 2);
    }
    void cleanup()
    {
        m_page.reset();
        m_commands.reset();
        m_sessions.reset();
        m_users.reset();
        endPage();
    }

    void someoneIsChosenWhileThePageIsShown()
    {
        QVERIFY(table("Users")->hasFocus());
        QVERIFY(isUsable(CommandId::NewUser));
        QVERIFY(isUsable(CommandId::EditUser));
        // No session is.
        QVERIFY(!isUsable(CommandId::EndSession));
        m_page->leave();
        QVERIFY(!isUsable(CommandId::NewUser));
        QVERIFY(!isUsable(CommandId::EditUser));
    }

    void theChosenOneStaysChosenWhenTheListIsReadAnew()
    {
        chooseUser(1);
        QSignalSpy reset(m_users.get(), &QAbstractItemModel::modelReset);
        service->drop();
        // Once the connection is back.
        QTRY_COMPARE(reset.size(), 1);
        QCOMPARE(table("Users")->currentIndex().row(), 1);
        QVERIFY(isUsable(CommandId::DeleteUser));
    }

    void disablingIsAskedForAndEnablingIsNot()
    {
        service->on(
            "update_user", ScriptedService::Handler([](const QJsonObject &params) -> ScriptedService::Answer {
                const bool enabled = params.value("enabled").toBool();
                return userOf(params.value("username").toString().toUtf8(), "viewer", enabled ? "true" : "false") + '}';
            }));
        QSignalSpy said(m_page.get(), &Page::said);
        chooseUser(1);
        trigger(CommandId::SwitchUser);
        QTRY_COMPARE(said.size(), 1);
        QCOMPARE(said.first().first().toString(), QStringLiteral("bob may sign in again."));
        trigger(CommandId::SwitchUser);
        QVERIFY(question());
        QCOMPARE(service->countOf("update_user"), 1);
        button(*question(), QStringLiteral("Disable"))->click();
        QTRY_COMPARE(said.size(), 2);
        QCOMPARE(said.last().first().toString(), QStringLiteral("bob may not sign in any more."));
    }

    void aNewPasswordIsShownOnce()
    {
        service->on("update_user", userOf("bob", "viewer", "false") + quoted(",'initial_password':'SECRET-one'}"));
        chooseUser(1);
        trigger(CommandId::ResetPassword);
        button(*question(), QStringLiteral("Reset"))->click();
        QTRY_VERIFY(m_page->findChild<SecretDialog *>());
        auto *dialog = m_page->findChild<SecretDialog *>();
        QCOMPARE(dialog->findChild<QLineEdit *>()->text(), QStringLiteral("SECRET-one"));
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(!m_page->findChild<SecretDialog *>());
        QVERIFY(!m_users->user(1).initialPassword);
    }

    void endingASessionIsAskedForAndAFailureTold()
    {
        service->on("end_session", ScriptedService::Handler([](const QJsonObject &) -> ScriptedService::Answer {
                        return ErrorObject{rpccode::PermissionDenied, QStringLiteral("denied"), {}};
                    }));
        QSignalSpy said(m_page.get(), &Page::said);
        table("Sessions")->selectRow(0);
        trigger(CommandId::EndSession);
        QVERIFY(reads(*question()).contains(QStringLiteral("you will be signed out")));
        button(*question(), QStringLiteral("End"))->click();
        QTRY_COMPARE(said.size(), 1);
        QCOMPARE(said.first().first().toString(), QStringLiteral("You may not do that."));
        QCOMPARE(m_sessions->rowCount(), 2);
    }
};

CS_WIDGET_TEST(TestUsersPage)
#include "tst_userspage.moc"

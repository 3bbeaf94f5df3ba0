#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

#include "models/usermodel.h"
#include "pages/userdialog.h"
#include "unit/console_pages/pagefixture.h"

using namespace cs;

class TestUserDialog : public PageFixture {
    Q_OBJECT

    QPushButton *button(const char *text) const
    {
        for (auto *each : m_dialog->findChildren<QPushButton *>()) {
            if (each->text() == QLatin1String(text))
                return each;
        }
        return nullptr;
    }
    bool says(const char *words) const
    {
        for (const auto *label : m_dialog->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text().contains(QLatin1String(words)))
                return true;
        }
        return false;
    }

    std::unique_ptr<UserModel> m_users;
    std::unique_ptr<UserDialog> m_dialog;

private Q_SLOTS:
    void init()
    {
        setUp();
        service->on("list_users", quoted("{'users':[],'total':0}"));
        m_users = std::make_unique<UserModel>(*session);
        QVERIFY(live());
        m_dialog = std::make_unique<UserDialog>(*m_users, std::nullopt, nullptr);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose, false);
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    }
    void cleanup()
    {
        m_dialog.reset();
        m_users.reset();
        endPage();
    }

    void aFailureKeepsWhatWasTypedAndTheFocus()
    {
        service->on("create_user", ScriptedService::Handler([](const QJsonObject &) -> ScriptedService::Answer {
                        return ErrorObject{rpccode::InvalidParams,
                                           QStringLiteral("invalid params"),
                                           {{"param", "username"}, {"rule", "is taken"}}};
                    }));
        auto *name = m_dialog->findChild<QLineEdit *>();
        QTest::keyClicks(name, QStringLiteral("vera"));
        QPushButton *create = button("Create the user");
        create->setFocus();
        QTest::keyClick(create, Qt::Key_Space);
        QVERIFY(create->hasFocus());
        // Not twice while it is under way.
        QTest::keyClick(create, Qt::Key_Space);
        QTRY_VERIFY(says("username is taken"));
        QCOMPARE(service->countOf("create_user"), 1);
        QCOMPARE(name->text(), QStringLiteral("vera"));
        QVERIFY(create->hasFocus());
        QVERIFY(m_dialog->isVisible());
        QTest::keyClick(create, Qt::Key_Space);
        QTRY_COMPARE(service->countOf("create_user"), 2);
    }
};

CS_WIDGET_TEST(TestUserDialog)
#include "tst_userdialog.moc"

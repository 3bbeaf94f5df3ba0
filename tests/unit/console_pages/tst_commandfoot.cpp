#include <QLabel>
#include <QTextDocumentFragment>

#include "actions/commands.h"
#include "pages/commandfoot.h"
#include "unit/console_app/widgettest.h"
#include "widgets/commandbutton.h"

using namespace cs;

class TestCommandFoot : public QObject {
    Q_OBJECT

    CommandButton *button(CommandId id) const
    {
        for (auto *each : m_foot->findChildren<CommandButton *>()) {
            if (each->command() == m_commands->action(id))
                return each;
        }
        return nullptr;
    }

    std::unique_ptr<Commands> m_commands;
    std::unique_ptr<CommandFoot> m_foot;

private Q_SLOTS:
    void init()
    {
        m_commands = std::make_unique<Commands>();
        m_commands->setRole(Role::Operator);
        m_foot.reset(new CommandFoot({CommandId::TakeSnapshot, CommandId::StartRecording, CommandId::DeleteRecording},
                                     *m_commands, nullptr));
        m_foot->resize(900, 40);
        m_foot->show();
        QVERIFY(QTest::qWaitForWindowActive(m_foot.get()));
    }
    void cleanup()
    {
        m_foot.reset();
        m_commands.reset();
    }

    void whatTheRoleMayNotDoIsNotShown()
    {
        QVERIFY(button(CommandId::TakeSnapshot)->isVisible());
        QVERIFY(!button(CommandId::DeleteRecording)->isVisible());
        m_commands->setRole(Role::Admin);
        QVERIFY(button(CommandId::DeleteRecording)->isVisible());
        m_commands->setRole(Role::Viewer);
        QVERIFY(!button(CommandId::TakeSnapshot)->isVisible());
    }

    void aNameIsNoMarkup()
    {
        const QString name = QStringLiteral("<img src='x'>Gate");
        m_foot->setChosen(name);
        const auto *chosen = m_foot->findChild<QLabel *>();
        QCOMPARE(chosen->text(), name);
        QCOMPARE(QTextDocumentFragment::fromHtml(chosen->toolTip()).toPlainText(), name);
    }

    void withoutRoomForWordsIconsAreLeft()
    {
        QVERIFY(!button(CommandId::TakeSnapshot)->text().isEmpty());
        m_foot->resize(m_foot->minimumSizeHint().width(), 40);
        QVERIFY(button(CommandId::TakeSnapshot)->text().isEmpty());
        QCOMPARE(button(CommandId::TakeSnapshot)->accessibleName(), QStringLiteral("Take a snapshot"));
        QVERIFY(button(CommandId::StartRecording)->geometry().right() < m_foot->width());
        m_foot->resize(900, 40);
        QVERIFY(!button(CommandId::TakeSnapshot)->text().isEmpty());
    }

    void aButtonWithTheFocusKeepsItWhenItsCommandGoesAway()
    {
        m_commands->setAvailable(CommandId::TakeSnapshot, true);
        m_commands->setAvailable(CommandId::StartRecording, true);
        CommandButton *snapshot = button(CommandId::TakeSnapshot);
        snapshot->setFocus();
        m_commands->setAvailable(CommandId::TakeSnapshot, false);
        QVERIFY(snapshot->hasFocus());
        int triggered = 0;
        connect(m_commands->action(CommandId::TakeSnapshot), &QAction::triggered, this, [&triggered] { ++triggered; });
        QTest::keyClick(snapshot, Qt::Key_Space);
        QCOMPARE(triggered, 0);
        button(CommandId::StartRecording)->setFocus();
        QVERIFY(!snapshot->isEnabled());
        m_commands->setAvailable(CommandId::TakeSnapshot, true);
        QVERIFY(snapshot->isEnabled());
    }
};

CS_WIDGET_TEST(TestCommandFoot)
#include "tst_commandfoot.moc"

#include <QPointer>

#include "actions/commands.h"
#include "unit/console_app/widgettest.h"
#include "widgets/commandbutton.h"

using namespace cs;

class TestCommandButton : public QObject {
    Q_OBJECT

    std::unique_ptr<Commands> m_commands;

private Q_SLOTS:
    void init()
    {
        m_commands = std::make_unique<Commands>();
        m_commands->setRole(Role::Admin);
    }

    void aCommandMayTakeItsButtonAway()
    {
        QAction *reload = m_commands->action(CommandId::Reload);
        const QPointer<CommandButton> button = new CommandButton(reload);
        connect(reload, &QAction::triggered, this, [&button] { delete button; });
        button->show();
        button->click();
        QVERIFY(!button);
    }

    void aPressShowsWhatTheActionMadeOfIt()
    {
        QAction *grid = m_commands->action(CommandId::ShowGrid);
        m_commands->setAvailable(CommandId::ShowGrid, true);
        CommandButton button(grid);
        // As a page that is shown already: the action stays on.
        connect(grid, &QAction::triggered, this, [grid] { grid->setChecked(true); });
        for (int press = 0; press < 2; ++press) {
            button.click();
            QVERIFY(grid->isChecked());
            QVERIFY(button.isChecked());
        }
    }

    void itSaysTheCommandAndItsKey()
    {
        CommandButton button(m_commands->action(CommandId::Reload), CommandButton::Show::IconOnly);
        QCOMPARE(button.accessibleName(), QStringLiteral("Reload"));
        QCOMPARE(button.toolTip(), QStringLiteral("Reload (F5)"));
        QVERIFY(button.text().isEmpty());
    }
};

CS_WIDGET_TEST(TestCommandButton)
#include "tst_commandbutton.moc"

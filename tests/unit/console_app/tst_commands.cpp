#include <QSet>
#include <QSignalSpy>
#include <QTest>

#include "actions/commands.h"
#include "console_app/widgettest.h"
#include "widgets/commandbutton.h"
#include "widgets/palettemodel.h"

using namespace cs;

class TestCommands : public QObject {
    Q_OBJECT

    static QStringList shown(const PaletteModel &model)
    {
        QStringList names;
        for (int row = 0; row < model.rowCount(); ++row)
            names.append(model.data(model.index(row), Qt::DisplayRole).toString());
        return names;
    }

private Q_SLOTS:
    void tableIsInTheOrderOfTheIds()
    {
        int expected = 0;
        for (const CommandSpec &spec : commandSpecs())
            QCOMPARE(static_cast<int>(spec.id), expected++);
        QCOMPARE(expected, static_cast<int>(CommandId::Quit) + 1);
    }

    void everyCommandHasATextAnIconAndAShortcutOfItsOwn()
    {
        const Commands commands;
        QSet<QString> keys;
        for (const CommandSpec &spec : commandSpecs()) {
            const QAction *action = commands.action(spec.id);
            QVERIFY2(!action->text().isEmpty(), spec.text);
            QVERIFY2(!action->icon().isNull(), spec.icon);
            const QString key = action->shortcut().toString();
            QVERIFY2(QLatin1StringView(spec.shortcut).isEmpty() == key.isEmpty(), spec.shortcut);
            QVERIFY2(key.isEmpty() || !keys.contains(key), spec.shortcut);
            keys.insert(key);
        }
    }

    void roleDecidesWhatMayBeDone()
    {
        Commands commands;
        QVERIFY(commands.action(CommandId::Quit)->isEnabled());
        QVERIFY(!commands.action(CommandId::ShowCameras)->isEnabled());
        commands.setRole(Role::Viewer);
        QVERIFY(commands.action(CommandId::ShowCameras)->isEnabled());
        QVERIFY(!commands.action(CommandId::ShowUsers)->isEnabled());
        commands.setRole(Role::Admin);
        QVERIFY(commands.action(CommandId::ShowUsers)->isEnabled());
        commands.setRole({});
        QVERIFY(!commands.action(CommandId::ShowUsers)->isEnabled());
    }

    void commandOfAPageNeedsBothThePageAndTheRole()
    {
        Commands commands;
        commands.setRole(Role::Viewer);
        commands.setAvailable(CommandId::TakeSnapshot, true);
        QVERIFY(!commands.action(CommandId::TakeSnapshot)->isEnabled());
        commands.setRole(Role::Operator);
        QVERIFY(commands.action(CommandId::TakeSnapshot)->isEnabled());
        commands.setAvailable(CommandId::TakeSnapshot, false);
        QVERIFY(!commands.action(CommandId::TakeSnapshot)->isEnabled());
    }

    void buttonFollowsItsCommand()
    {
        Commands commands;
        CommandButton button(commands.action(CommandId::TakeSnapshot), CommandButton::Show::IconOnly);
        QCOMPARE(button.accessibleName(), commands.action(CommandId::TakeSnapshot)->text());
        QVERIFY(button.toolTip().contains(QStringLiteral("Ctrl+S")));
        QVERIFY(!button.isEnabled());
        commands.setRole(Role::Operator);
        commands.setAvailable(CommandId::TakeSnapshot, true);
        QVERIFY(button.isEnabled());
        QSignalSpy done(commands.action(CommandId::TakeSnapshot), &QAction::triggered);
        QTest::keyClick(&button, Qt::Key_Space);
        QCOMPARE(done.size(), 1);
    }

    void paletteFindsByPartsOfWordsAndPutsBeginningsFirst()
    {
        Commands commands;
        PaletteModel model;
        model.setActions(commands.actions());
        QCOMPARE(model.rowCount(), commands.actions().size());
        model.setWords(QStringLiteral("rec"));
        QCOMPARE(shown(model).first(), QStringLiteral("Recordings"));
        QVERIFY(shown(model).contains(QStringLiteral("Start recording")));
        QVERIFY(!shown(model).contains(QStringLiteral("Quit")));
        model.setWords(QStringLiteral("REC del"));
        QCOMPARE(shown(model), QStringList{QStringLiteral("Delete the recording")});
        QCOMPARE(model.action(0), commands.action(CommandId::DeleteRecording));
        model.setWords(QStringLiteral("nothing like it"));
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(!model.action(0));
    }
};

CS_WIDGET_TEST(TestCommands)
#include "tst_commands.moc"

#include <QComboBox>
#include <QListView>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "actions/commands.h"
#include "pages/settingspage.h"
#include "unit/console_pages/pagefixture.h"
#include "widgets/confirmdialog.h"

using namespace cs;

// The settings, with two servers that are remembered and nobody signed in.
class TestSettingsPage : public PageFixture {
    Q_OBJECT

    QRadioButton *theme(const char *text) const
    {
        return qobject_cast<QRadioButton *>(button(*m_page, QLatin1String(text)));
    }
    QListView *list() const
    {
        for (auto *each : m_page->findChildren<QListView *>()) {
            if (each->accessibleName() == QLatin1String("Remembered servers"))
                return each;
        }
        return nullptr;
    }
    ConfirmDialog *question() const { return m_page->findChild<ConfirmDialog *>(); }
    void choose(int row)
    {
        list()->setFocus();
        list()->setCurrentIndex(m_servers->index(row));
    }
    void askToRemove(int row)
    {
        choose(row);
        QAbstractButton *remove = button(*m_page, QStringLiteral("Remove the server"));
        remove->setFocus();
        QTest::keyClick(remove, Qt::Key_Space);
        QVERIFY(question());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<Preferences> m_preferences;
    std::unique_ptr<ServerList> m_servers;
    std::unique_ptr<Commands> m_commands;
    std::unique_ptr<SettingsPage> m_page;

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<QSettings>(m_folder->filePath(QStringLiteral("console.ini")),
                                                 QSettings::IniFormat);
        m_preferences = std::make_unique<Preferences>(*m_settings);
        m_servers = std::make_unique<ServerList>(*m_settings);
        for (const char *host : {"b.example", "a.example"})
            m_servers->remember(*ServerAddress::parse(QLatin1String(host)), QStringLiteral("alice"));
        m_commands = std::make_unique<Commands>();
        m_commands->action(CommandId::UseDarkTheme)->setChecked(true);
        m_page = std::make_unique<SettingsPage>(*m_preferences, *m_servers, *m_commands);
        m_page->resize(800, 900);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        m_page->enter();
    }
    void cleanup()
    {
        m_page.reset();
        m_commands.reset();
        m_servers.reset();
        m_preferences.reset();
        m_settings.reset();
        m_folder.reset();
    }

    void theThemeInUseIsMarkedAndHasTheFocus()
    {
        QVERIFY(theme("Dark theme")->isChecked());
        QVERIFY(theme("Dark theme")->hasFocus());
        QVERIFY(!theme("Light theme")->isChecked());
    }

    void anotherThemeIsChosenByItsCommand()
    {
        QSignalSpy light(m_commands->action(CommandId::UseLightTheme), &QAction::triggered);
        QTest::keyClick(theme("Dark theme"), Qt::Key_Up);
        QVERIFY(theme("Light theme")->hasFocus());
        QCOMPARE(light.size(), 1);
        // As when the palette or a menu did it.
        m_commands->action(CommandId::UseLightTheme)->setChecked(false);
        m_commands->action(CommandId::UseSystemTheme)->setChecked(true);
        QVERIFY(theme("Theme of the system")->isChecked());
    }

    void theLanguageIsKept()
    {
        auto *languages = m_page->findChild<QComboBox *>();
        QSignalSpy changed(m_preferences.get(), &Preferences::languageChanged);
        languages->setFocus();
        QTest::keyClicks(languages, QStringLiteral("d"));
        QCOMPARE(languages->currentText(), QStringLiteral("Deutsch"));
        // Not while one goes through them.
        QCOMPARE(changed.size(), 0);
        QTest::keyClick(languages, Qt::Key_Return);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(m_preferences->language(), QStringLiteral("de"));
        const SettingsPage anew(*m_preferences, *m_servers, *m_commands);
        QCOMPARE(anew.findChild<QComboBox *>()->currentText(), QStringLiteral("Deutsch"));
    }

    void arrowsGoThroughTheLanguagesAndLeavingThemChooses()
    {
        auto *languages = m_page->findChild<QComboBox *>();
        QSignalSpy changed(m_preferences.get(), &Preferences::languageChanged);
        languages->setFocus();
        QTest::keyClick(languages, Qt::Key_Down);
        QTest::keyClick(languages, Qt::Key_Down);
        QCOMPARE(languages->currentText(), QStringLiteral("Deutsch"));
        QVERIFY(languages->hasFocus());
        QCOMPARE(changed.size(), 0);
        QTest::keyClick(languages, Qt::Key_Tab);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(m_preferences->language(), QStringLiteral("de"));
    }

    void serversAreListedLastUsedFirst()
    {
        QCOMPARE(list()->model()->rowCount(), 2);
        QCOMPARE(list()->model()->index(0, 0).data().toString(), QStringLiteral("alice at a.example"));
    }

    void withoutAChoiceNothingCanBeRemoved()
    {
        QAbstractButton *remove = button(*m_page, QStringLiteral("Remove the server"));
        QVERIFY(!remove->isEnabled());
        choose(1);
        QVERIFY(remove->isEnabled());
    }

    void removingNamesTheServerAndTakesAYes()
    {
        QSignalSpy forgotten(m_page.get(), &SettingsPage::forgetServer);
        askToRemove(1);
        QVERIFY(question()->windowTitle().contains(QStringLiteral("Remove the server?")));
        QTest::keyClick(question(), Qt::Key_Escape);
        QTRY_VERIFY(!question());
        QCOMPARE(forgotten.size(), 0);
        askToRemove(1);
        button(*question(), QStringLiteral("Remove"))->click();
        QCOMPARE(forgotten.size(), 1);
        QCOMPARE(forgotten.first().first().toInt(), 1);
    }

    void aServerThatMovedMeanwhileIsTheOneThatGoes()
    {
        QSignalSpy forgotten(m_page.get(), &SettingsPage::forgetServer);
        askToRemove(1);
        // Gone by another way, which moves the chosen one up.
        m_servers->forget(0);
        button(*question(), QStringLiteral("Remove"))->click();
        QCOMPARE(forgotten.size(), 1);
        QCOMPARE(forgotten.first().first().toInt(), 0);
    }

    void ofOnesOwnSignInThereIsNothingWhileNobodyIsSignedIn()
    {
        for (const char *name : {"Change my password", "Sign out"})
            QVERIFY(!button(*m_page, QLatin1String(name))->isEnabled());
        m_commands->setRole(Role::Viewer);
        for (const char *name : {"Change my password", "Sign out"})
            QVERIFY(button(*m_page, QLatin1String(name))->isEnabled());
    }

    void itSaysWhichProgramThisIs()
    {
        QVERIFY(reads(*m_page).contains(QStringLiteral("Camera console")));
        QVERIFY(reads(*m_page).contains(QString::fromLatin1(qVersion())));
    }
};

CS_WIDGET_TEST(TestSettingsPage)
#include "tst_settingspage.moc"

#include <QComboBox>
#include <QPointer>
#include <QScreen>

#include "app/console.h"
#include "app/consolewindow.h"
#include "app/mainwindow.h"
#include "console_app/signinfixture.h"
#include "console_app/widgettest.h"

using namespace cs;

// Another language makes the window anew.
class TestLanguageChange : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theWindowStaysAsLargeAsItIs()
    {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("console.ini")), QSettings::IniFormat);
        ScriptedStore store;
        Console console(settings, store);
        console.start({}, {});
        const QSize size(790, 600);
        console.window().window().resize(size);
        const QPointer<ConsoleWindow> before = &console.window();
        console.preferences.setLanguage(QStringLiteral("de"));
        QTRY_VERIFY(!before);
        QVERIFY(console.window().window().windowTitle().contains(QStringLiteral("Einstellungen")));
        // Where the person was who chose it.
        QVERIFY(QTest::qWaitForWindowActive(&console.window().window()));
        QVERIFY(qobject_cast<QComboBox *>(QApplication::focusWidget()));
        QCOMPARE(console.window().window().size(), size);
    }

    void theWindowIsNoLargerThanTheScreenNorHasToBe()
    {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("console.ini")), QSettings::IniFormat);
        ScriptedStore store;
        Console console(settings, store);
        console.start({}, {});
        const MainWindow &window = console.window().window();
        const QSize room = window.screen()->availableSize();
        QVERIFY(window.width() <= room.width() && window.height() <= room.height());
        QVERIFY(window.minimumWidth() <= room.width() && window.minimumHeight() <= room.height());
        QCOMPARE(window.fitting({5000, 5000}).boundedTo(room), window.fitting({5000, 5000}));
        QCOMPARE(window.fitting({400, 300}), QSize(400, 300));
    }
};

CS_WIDGET_TEST(TestLanguageChange)
#include "tst_languagechange.moc"

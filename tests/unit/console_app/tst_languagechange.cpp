#include <QPointer>

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
        const QSize size(740, 520);
        console.window().window().resize(size);
        const QPointer<ConsoleWindow> before = &console.window();
        console.preferences.setLanguage(QStringLiteral("de"));
        QTRY_VERIFY(!before);
        QVERIFY(console.window().window().windowTitle().contains(QStringLiteral("Einstellungen")));
        QCOMPARE(console.window().window().size(), size);
    }
};

CS_WIDGET_TEST(TestLanguageChange)
#include "tst_languagechange.moc"

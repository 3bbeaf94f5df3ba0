#pragma once

#include <memory>

#include <QApplication>
#include <QPixmap>
#include <QSettings>
#include <QTest>

#include "client/credentialstore.h"

namespace cs {

class Console;

// The whole console in this process, as main() builds it, with settings of its own and a credential store that forgets,
// unless it is given another one. What stands around it comes from stage.py. Window's thread.
class ConsoleUnderTest {
public:
    enum class Begin { Afresh, WhereItWas };
    explicit ConsoleUnderTest(Begin begin = Begin::Afresh, CredentialStore *store = nullptr);
    ~ConsoleUnderTest();

    // Shows the window and waits until it has the focus.
    bool start();
    QWidget *window() const;
    // The window with all that lies over it.
    QPixmap screen() const;
    Console &console() { return *m_console; }

    QString server() const { return qEnvironmentVariable("CS_CONSOLE_SERVER"); }
    QString user() const { return qEnvironmentVariable("CS_CONSOLE_USER"); }
    QString password() const { return qEnvironmentVariable("CS_CONSOLE_PASSWORD"); }
    // What stands in the shown field of this name, also one that only shows.
    QString readOf(const QString &accessibleName) const;

private:
    QSettings m_settings;
    MemoryCredentialStore m_store;
    std::unique_ptr<Console> m_console;
};

template<class Test>
int runConsoleTest(int argc, char **argv)
{
    QCoreApplication::setApplicationName(QStringLiteral("camera-console"));
    QCoreApplication::setOrganizationName(QStringLiteral("camera-console"));
    QApplication app(argc, argv);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

}  // namespace cs

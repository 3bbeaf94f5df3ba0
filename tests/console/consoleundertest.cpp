#include "console/consoleundertest.h"

#include <QDir>
#include <QLineEdit>
#include <QScreen>

#include "app/console.h"
#include "app/consolewindow.h"
#include "app/mainwindow.h"

namespace cs {

ConsoleUnderTest::ConsoleUnderTest(Begin begin, CredentialStore *store)
    : m_settings(QDir::homePath() + QStringLiteral("/console.ini"), QSettings::IniFormat)
{
    if (begin == Begin::Afresh)
        m_settings.clear();
    Preferences before(m_settings);
    before.setLanguage(QStringLiteral("en"));
    before.setTheme(Theme::Light);
    m_console = std::make_unique<Console>(m_settings, store ? *store : m_store);
}

ConsoleUnderTest::~ConsoleUnderTest() = default;

bool ConsoleUnderTest::start()
{
    m_console->start({}, {});
    window()->resize(1200, 760);
    window()->activateWindow();
    return QTest::qWaitForWindowActive(window());
}

QWidget *ConsoleUnderTest::window() const
{
    return &m_console->window().window();
}

QPixmap ConsoleUnderTest::screen() const
{
    const QRect area(window()->mapToGlobal(QPoint(0, 0)), window()->size());
    return window()->screen()->grabWindow(0, area.x(), area.y(), area.width(), area.height());
}

QString ConsoleUnderTest::readOf(const QString &accessibleName) const
{
    for (QWidget *widget : QApplication::allWidgets()) {
        const auto *field = qobject_cast<QLineEdit *>(widget);
        if (field && field->isVisible() && field->accessibleName() == accessibleName)
            return field->text();
    }
    return {};
}

}  // namespace cs

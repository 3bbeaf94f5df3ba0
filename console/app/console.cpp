#include "app/console.h"

#include "app/consolewindow.h"
#include "client/websockettransport.h"

namespace cs {

Console::Console(QSettings &settings, CredentialStore &store)
    : preferences(settings),
      servers(settings),
      session([this](const ServerAddress &address) { return std::make_unique<WebSocketTransport>(address, servers); }),
      models(session, servers),
      signIn(session, store, servers),
      pictures(reaper, models.actions, session, servers),
      m_settings(settings)
{
    m_language.use(preferences.language());
    m_theme = std::make_unique<ThemeSwitch>(preferences);
    // Later: the page that chose the language goes with its window.
    connect(&preferences, &Preferences::languageChanged, this, &Console::onLanguage, Qt::QueuedConnection);
}

// The window first: what it shows must still be there.
Console::~Console()
{
    m_window.reset();
}

void Console::start(const QString &address, const QString &user)
{
    makeWindow();
    signIn.begin(address, user);
}

void Console::makeWindow()
{
    m_window = std::make_unique<ConsoleWindow>(*this, m_settings);
    m_window->show();
}

void Console::onLanguage()
{
    m_language.use(preferences.language());
    // The old window goes when the new one is there: without any the program would end.
    m_window->keepGeometry();
    makeWindow();
    m_window->showSettings();
}

}  // namespace cs

#include "moc_console.cpp"

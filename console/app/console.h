#pragma once

#include <memory>

#include <QObject>

#include "app/consolemodels.h"
#include "app/language.h"
#include "app/libavpictures.h"
#include "app/theme.h"
#include "pages/preferences.h"
#include "pages/signinflow.h"
#include "video/threadreaper.h"

namespace cs {

class ConsoleWindow;

// Builds the console and holds what lives as long as the program: session, models, sign-in, preferences. The window is
// made anew when the language changes. Window's thread; settings and store outlive it.
class Console final : public QObject {
    Q_OBJECT
public:
    Console(QSettings &settings, CredentialStore &store);
    ~Console() override;

    // Shows the window and takes up the sign-in that is remembered; address and user may be empty.
    void start(const QString &address, const QString &user);
    ConsoleWindow &window() { return *m_window; }

    Preferences preferences;
    ServerList servers;
    Session session;
    ConsoleModels models;
    SignInFlow signIn;
    ThreadReaper reaper;
    LibavPictures pictures;

private:
    void makeWindow();
    void onLanguage();

    QSettings &m_settings;
    Language m_language;
    std::unique_ptr<ThemeSwitch> m_theme;
    std::unique_ptr<ConsoleWindow> m_window;
};

}  // namespace cs

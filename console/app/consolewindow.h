#pragma once

#include <memory>

#include <QObject>
#include <QSettings>

#include "actions/commands.h"
#include "base/ids.h"
#include "pages/page.h"

namespace cs {

class CameraPage;
class CamerasPage;
class Console;
class MainWindow;
class SettingsPage;
class SignInPage;

// Builds the main window with its pages, and knows which leads to which. Owns window and commands; the console outlives
// it.
class ConsoleWindow final : public QObject {
    Q_OBJECT
public:
    ConsoleWindow(Console &console, QSettings &settings);
    ~ConsoleWindow() override;

    void show();
    // For the next window, which looks where this one was.
    void keepGeometry();
    void showSettings();
    Commands &commands() { return m_commands; }
    MainWindow &window() { return *m_window; }

private:
    void makePages();
    void connectThemes();
    void connectSession();
    void refreshRole();
    void onSignIn();
    void go(Page *page);
    void goBack();
    void refreshThemes();
    void changePassword();

    Console &m_console;
    QSettings &m_settings;
    Commands m_commands;
    std::unique_ptr<MainWindow> m_window;
    SignInPage *m_signIn = nullptr;
    CamerasPage *m_cameras = nullptr;
    CameraPage *m_camera = nullptr;
    SettingsPage *m_settingsPage = nullptr;
    bool m_signedIn = false;
};

}  // namespace cs

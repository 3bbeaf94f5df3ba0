#include "app/consolewindow.h"

#include <QIcon>

#include "app/console.h"
#include "app/mainwindow.h"
#include "pages/camerapage.h"
#include "pages/cameraspage.h"
#include "pages/passworddialog.h"
#include "pages/recordingspage.h"
#include "pages/settingspage.h"
#include "pages/signinpage.h"
#include "pages/userspage.h"

namespace cs {

namespace {

constexpr auto geometryKey = "window/geometry";

constexpr std::pair<CommandId, Theme> themeCommands[] = {{CommandId::UseSystemTheme, Theme::System},
                                                         {CommandId::UseLightTheme, Theme::Light},
                                                         {CommandId::UseDarkTheme, Theme::Dark}};

}  // namespace

ConsoleWindow::ConsoleWindow(Console &console, QSettings &settings)
    : m_console(console),
      m_settings(settings),
      m_window(std::make_unique<MainWindow>(console.session, console.models.events, m_commands))
{
    m_window->setWindowIcon(QIcon(QStringLiteral(":/icons/camera-console.svg")));
    makePages();
    connectThemes();
    connectSession();
    if (!m_window->restoreGeometry(settings.value(QLatin1StringView(geometryKey)).toByteArray()))
        m_window->resize(m_window->fitting({1240, 780}));
    onSignIn();
}

ConsoleWindow::~ConsoleWindow()
{
    keepGeometry();
}

void ConsoleWindow::keepGeometry()
{
    m_settings.setValue(QLatin1StringView(geometryKey), m_window->saveGeometry());
}

void ConsoleWindow::show()
{
    m_window->show();
}

void ConsoleWindow::showSettings()
{
    go(m_settingsPage);
    m_settingsPage->focusLanguage();
}

void ConsoleWindow::makePages()
{
    ConsoleModels &models = m_console.models;
    m_signIn = new SignInPage(m_console.signIn, m_console.servers);
    m_cameras = new CamerasPage(models.cameras, models.actions, m_commands, m_console.pictures);
    m_camera = new CameraPage(models.cameras, models.actions, models.events, m_commands, m_console.pictures);
    m_settingsPage = new SettingsPage(m_console.preferences, m_console.servers, m_commands);
    m_window->addPage(m_signIn);
    m_window->addPage(CommandId::ShowCameras, m_cameras);
    m_window->addPage(m_camera);
    m_window->addPage(CommandId::ShowRecordings, new RecordingsPage(models.recordings, models.cameras, models.downloads,
                                                                    m_commands, m_console.pictures));
    m_window->addPage(CommandId::ShowUsers, new UsersPage(models.users, models.sessions, m_commands));
    m_window->addPage(CommandId::ShowSettings, m_settingsPage);

    connect(m_window.get(), &MainWindow::pageWanted, this, &ConsoleWindow::go);
    connect(m_cameras, &CamerasPage::cameraChosen, this, [this](CameraId device) {
        m_camera->setCamera(device);
        go(m_camera);
    });
    connect(m_camera, &CameraPage::left, this, [this] { go(m_cameras); });
    connect(m_settingsPage, &SettingsPage::forgetServer, &m_console.signIn, &SignInFlow::forgetServer);
    connect(m_commands.action(CommandId::GoBack), &QAction::triggered, this, &ConsoleWindow::goBack);
    connect(m_commands.action(CommandId::ChangePassword), &QAction::triggered, this, &ConsoleWindow::changePassword);
}

void ConsoleWindow::connectThemes()
{
    for (const auto &[id, theme] : themeCommands) {
        connect(m_commands.action(id), &QAction::triggered, this, [this, chosen = theme] {
            m_console.preferences.setTheme(chosen);
            refreshThemes();
        });
    }
    refreshThemes();
}

void ConsoleWindow::refreshThemes()
{
    for (const auto &[id, theme] : themeCommands)
        m_commands.action(id)->setChecked(theme == m_console.preferences.theme());
}

void ConsoleWindow::connectSession()
{
    connect(&m_console.signIn, &SignInFlow::changed, this, &ConsoleWindow::onSignIn);
    connect(&m_console.signIn, &SignInFlow::notKept, this,
            [this](const QString &words) { m_window->say(words, Tone::Warning); });
    connect(&m_console.session, &Session::stateChanged, this, &ConsoleWindow::refreshRole);
    connect(&m_console.session, &Session::roleChanged, this, &ConsoleWindow::refreshRole);
    connect(m_commands.action(CommandId::SignOut), &QAction::triggered, &m_console.signIn, &SignInFlow::signOut);
}

void ConsoleWindow::refreshRole()
{
    m_commands.setRole(m_signedIn ? m_console.session.role() : std::nullopt);
    if (m_signedIn && !m_commands.isAllowed(CommandId::ShowUsers) && qobject_cast<UsersPage *>(m_window->page()))
        go(m_cameras);
}

void ConsoleWindow::onSignIn()
{
    const bool signedIn = m_console.signIn.step() == SignInFlow::Step::SignedIn;
    if (m_window->page() && signedIn == m_signedIn)
        return;
    m_signedIn = signedIn;
    refreshRole();
    m_window->closeDialogs();
    m_window->setBare(!signedIn);
    go(signedIn ? static_cast<Page *>(m_cameras) : m_signIn);
}

void ConsoleWindow::go(Page *page)
{
    m_window->showPage(page);
    // From the settings back to the sign-in, which no command leads to.
    if (!m_signedIn)
        m_commands.setAvailable(CommandId::GoBack, page == m_settingsPage);
}

void ConsoleWindow::goBack()
{
    // While signed in the page that one is on knows the way.
    if (!m_signedIn)
        go(m_signIn);
}

void ConsoleWindow::changePassword()
{
    auto *dialog = new PasswordDialog(m_console.session, m_window.get());
    connect(dialog, &PasswordDialog::changed, this,
            [this] { m_window->say(tr("Your password is changed."), Tone::Success); });
    dialog->open();
}

}  // namespace cs

#include "moc_consolewindow.cpp"

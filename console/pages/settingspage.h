#pragma once

#include "models/serverlist.h"
#include "pages/page.h"
#include "pages/preferences.h"

class QComboBox;
class QListView;
class QPushButton;
class QRadioButton;

namespace cs {

class Commands;
enum class CommandId;

// What a person can choose about the console: looks, language, remembered servers, one's own password. Preferences, list
// and commands outlive it.
class SettingsPage final : public Page {
    Q_OBJECT
public:
    SettingsPage(Preferences &preferences, ServerList &servers, Commands &commands, QWidget *parent = nullptr);
    ~SettingsPage() override;

    QString title() const override;
    void enter() override;
    // After enter(): where a person was who has just chosen another one.
    void focusLanguage();

Q_SIGNALS:
    // With what is kept of it in the keychain.
    void forgetServer(int row);

protected:
    // The languages are gone through by key; Return, a click, or leaving them chooses.
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void useLanguage();
    QWidget *makeLooks();
    QWidget *makeLanguage();
    QWidget *makeServers();
    QWidget *makeAccount();
    QWidget *makeAbout();
    void onForget();
    void refreshServers();

    Preferences &m_preferences;
    ServerList &m_servers;
    Commands &m_commands;
    QList<QRadioButton *> m_themes;
    QComboBox *m_languages;
    QListView *m_serverList;
    QPushButton *m_forget;
    bool m_isPassing = false;
};

}  // namespace cs

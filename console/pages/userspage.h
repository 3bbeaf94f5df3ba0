#pragma once

#include <QSortFilterProxyModel>

#include "models/sessionmodel.h"
#include "models/usermodel.h"
#include "pages/page.h"

class QHBoxLayout;
class QTableView;

namespace cs {

class Commands;
class UserActions;
enum class CommandId;

// Users and their sessions, for admins. Lives between enter() and leave() on fresh data; models and commands outlive it.
class UsersPage final : public Page {
    Q_OBJECT
public:
    UsersPage(UserModel &users, SessionModel &sessions, Commands &commands, QWidget *parent = nullptr);
    ~UsersPage() override;

    QString title() const override;
    void enter() override;
    void leave() override;
    void reload() override;

private:
    QWidget *makeUsers();
    QWidget *makeSessions();
    void connectCommands();
    void chooseAgain();
    void refreshCommands();
    const api::UserRow *chosenUser() const;
    const api::SessionRow *chosenSession() const;

    UserModel &m_users;
    SessionModel &m_sessions;
    Commands &m_commands;
    UserActions *m_actions;
    QSortFilterProxyModel m_sortedUsers;
    QSortFilterProxyModel m_sortedSessions;
    QTableView *m_userTable;
    QTableView *m_sessionTable;
    // Last, also while the list is empty.
    QString m_chosen;
    bool m_isShown = false;
};

}  // namespace cs

#include "pages/userspage.h"

#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

#include "actions/commands.h"
#include "pages/useractions.h"
#include "widgets/commandbutton.h"
#include "widgets/stateoverlay.h"
#include "widgets/table.h"

namespace cs {

namespace {

constexpr CommandId userCommands[] = {CommandId::EditUser, CommandId::SwitchUser, CommandId::ResetPassword,
                                      CommandId::DeleteUser};

}  // namespace

UsersPage::UsersPage(UserModel &users, SessionModel &sessions, Commands &commands, QWidget *parent)
    : Page(parent),
      m_users(users),
      m_sessions(sessions),
      m_commands(commands),
      m_actions(new UserActions(users, sessions, *this)),
      m_userTable(makeTable(m_sortedUsers, users, UserModel::SortRole, tr("Users"))),
      m_sessionTable(makeTable(m_sortedSessions, sessions, SessionModel::SortRole, tr("Sessions")))
{
    auto *halves = new QSplitter(Qt::Vertical, this);
    halves->setChildrenCollapsible(false);
    halves->setHandleWidth(space::medium);
    halves->addWidget(makeUsers());
    halves->addWidget(makeSessions());
    halves->setStretchFactor(0, 3);
    halves->setStretchFactor(1, 2);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::medium, space::medium, space::medium, space::medium);
    column->addWidget(halves);
    connectCommands();
}

UsersPage::~UsersPage() = default;

QString UsersPage::title() const
{
    return tr("Users");
}

void UsersPage::enter()
{
    m_isShown = true;
    reload();
    m_sessions.follow(true);
    refreshCommands();
    m_userTable->setFocus();
}

void UsersPage::leave()
{
    m_isShown = false;
    m_sessions.follow(false);
    refreshCommands();
}

void UsersPage::reload()
{
    m_users.reload();
    m_sessions.reload();
}

QWidget *UsersPage::makeUsers()
{
    auto *half = new QWidget;
    auto *column = new QVBoxLayout(half);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::medium);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::small);
    row->addWidget(makeLabel(tr("Users"), Look::Title, half), 1);
    for (const CommandId id : userCommands)
        row->addWidget(new CommandButton(m_commands.action(id), CommandButton::Show::IconOnly, half));
    auto *create = new CommandButton(m_commands.action(CommandId::NewUser), CommandButton::Show::TextOnly, half);
    setLook(*create, Look::Primary);
    row->addWidget(create);
    column->addLayout(row);
    column->addWidget(m_userTable, 1);
    auto *overlay = new StateOverlay(m_users, tr("There are no users."), m_userTable);
    connect(overlay, &StateOverlay::retryWanted, &m_users, &UserModel::reload);
    return half;
}

QWidget *UsersPage::makeSessions()
{
    auto *half = new QWidget;
    auto *column = new QVBoxLayout(half);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::small);
    auto *row = new QHBoxLayout;
    row->addWidget(makeLabel(tr("Who is signed in"), Look::Heading, half), 1);
    row->addWidget(new CommandButton(m_commands.action(CommandId::EndSession), CommandButton::Show::TextAndIcon, half));
    column->addLayout(row);
    column->addWidget(m_sessionTable, 1);
    auto *overlay = new StateOverlay(m_sessions, tr("Nobody is signed in."), m_sessionTable);
    connect(overlay, &StateOverlay::retryWanted, &m_sessions, &SessionModel::reload);
    return half;
}

void UsersPage::connectCommands()
{
    const auto on = [this](CommandId id, auto handler) {
        connect(m_commands.action(id), &QAction::triggered, this, handler);
    };
    const auto onUser = [this, on](CommandId id, auto act) {
        on(id, [this, act] {
            if (const api::UserRow *user = chosenUser())
                act(*user);
        });
    };
    on(CommandId::NewUser, [this] { m_actions->create(); });
    onUser(CommandId::EditUser, [this](const api::UserRow &user) { m_actions->edit(user); });
    onUser(CommandId::SwitchUser, [this](const api::UserRow &user) { m_actions->switchUser(user); });
    onUser(CommandId::ResetPassword, [this](const api::UserRow &user) { m_actions->resetPassword(user); });
    onUser(CommandId::DeleteUser, [this](const api::UserRow &user) { m_actions->remove(user); });
    on(CommandId::EndSession, [this] {
        if (const api::SessionRow *session = chosenSession())
            m_actions->endSession(*session);
    });
    connect(m_actions, &UserActions::said, this, &Page::said);
    connect(m_userTable, &QTableView::activated, m_commands.action(CommandId::EditUser), &QAction::trigger);
    for (QTableView *table : {m_userTable, m_sessionTable})
        connect(table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &UsersPage::refreshCommands);
    connect(&m_sortedUsers, &QAbstractItemModel::dataChanged, this, &UsersPage::refreshCommands);
    connect(&m_sortedUsers, &QAbstractItemModel::modelReset, this, &UsersPage::chooseAgain);
    connect(&m_sortedSessions, &QAbstractItemModel::modelReset, this, &UsersPage::refreshCommands);
}

// Commands are for whoever is chosen, so somebody is: the one who was, if that user is still there.
void UsersPage::chooseAgain()
{
    if (!chosenUser() && m_sortedUsers.rowCount() > 0) {
        const int known = m_users.rowOf(m_chosen);
        m_userTable->selectRow(known < 0 ? 0 : m_sortedUsers.mapFromSource(m_users.index(known, 0)).row());
    }
    refreshCommands();
}

void UsersPage::refreshCommands()
{
    if (const api::UserRow *user = chosenUser())
        m_chosen = user->username;
    m_commands.setAvailable(CommandId::NewUser, m_isShown);
    for (const CommandId id : userCommands)
        m_commands.setAvailable(id, m_isShown && chosenUser());
    m_commands.setAvailable(CommandId::EndSession, m_isShown && chosenSession());
}

const api::UserRow *UsersPage::chosenUser() const
{
    const int row = chosenRow(*m_userTable, m_sortedUsers);
    return row < 0 ? nullptr : &m_users.user(row);
}

const api::SessionRow *UsersPage::chosenSession() const
{
    const int row = chosenRow(*m_sessionTable, m_sortedSessions);
    return row < 0 ? nullptr : &m_sessions.session(row);
}

}  // namespace cs

#include "moc_userspage.cpp"

#include "pages/userspage.h"

#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

#include "actions/commands.h"
#include "models/words.h"
#include "pages/secretdialog.h"
#include "pages/userdialog.h"
#include "widgets/commandbutton.h"
#include "widgets/confirmdialog.h"
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
    column->setContentsMargins(space::large, space::large, space::large, space::large);
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
    refreshCommands();
    m_userTable->setFocus();
}

void UsersPage::leave()
{
    m_isShown = false;
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
        row->addWidget(new CommandButton(m_commands.action(id), CommandButton::Show::TextAndIcon, half));
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
    on(CommandId::NewUser, [this] { edit({}); });
    on(CommandId::EditUser, [this] {
        if (const api::UserRow *user = chosenUser())
            edit(*user);
    });
    on(CommandId::SwitchUser, [this] { switchUser(); });
    on(CommandId::ResetPassword, [this] { resetPassword(); });
    on(CommandId::DeleteUser, [this] { deleteUser(); });
    on(CommandId::EndSession, [this] { endSession(); });
    connect(m_userTable, &QTableView::activated, m_commands.action(CommandId::EditUser), &QAction::trigger);
    for (QTableView *table : {m_userTable, m_sessionTable})
        connect(table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &UsersPage::refreshCommands);
    connect(&m_sortedUsers, &QAbstractItemModel::dataChanged, this, &UsersPage::refreshCommands);
    connect(&m_sortedUsers, &QAbstractItemModel::modelReset, this, &UsersPage::chooseFirst);
    connect(&m_sortedSessions, &QAbstractItemModel::modelReset, this, &UsersPage::refreshCommands);
}

// Commands are for whoever is chosen, so somebody is.
void UsersPage::chooseFirst()
{
    if (!chosenUser() && m_sortedUsers.rowCount() > 0)
        m_userTable->selectRow(0);
    refreshCommands();
}

void UsersPage::refreshCommands()
{
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

void UsersPage::edit(const std::optional<api::UserRow> &user)
{
    auto *dialog = new UserDialog(m_users, user, this);
    connect(dialog, &UserDialog::saved, this,
            [this](const api::UserRow &saved) { report(saved, tr("%1 is saved.").arg(saved.username)); });
    dialog->open();
}

void UsersPage::switchUser()
{
    const api::UserRow *user = chosenUser();
    if (!user)
        return;
    api::UpdateUser::Params params;
    params.username = user->username;
    params.enabled = !user->enabled;
    const QString name = user->username;
    const auto apply = [this, params, name] {
        whenDone(this, m_users.update(params), [this, params, name](const Result<api::UserRow> &result) {
            report(result, *params.enabled ? tr("%1 may sign in again.").arg(name)
                                           : tr("%1 may not sign in any more.").arg(name));
        });
    };
    if (*params.enabled)
        apply();
    else
        ConfirmDialog::ask(this,
                           {tr("Disable the user?"),
                            tr("All that %1 has open ends at once: sessions, streams and downloads.").arg(name),
                            {},
                            tr("Disable")},
                           apply);
}

void UsersPage::resetPassword()
{
    const api::UserRow *user = chosenUser();
    if (!user)
        return;
    const QString name = user->username;
    ConfirmDialog::ask(this,
                       {tr("Reset the password?"),
                        tr("%1 gets a new first password, which is shown once. The password so far does not hold any "
                           "more.")
                            .arg(name),
                        {},
                        tr("Reset")},
                       [this, name] {
                           whenDone(this, m_users.resetPassword(name),
                                    [this, name](const Result<api::UserRow> &result) {
                                        report(result, tr("%1 has a new password.").arg(name));
                                    });
                       });
}

void UsersPage::deleteUser()
{
    const api::UserRow *user = chosenUser();
    if (!user)
        return;
    const QString name = user->username;
    ConfirmDialog::ask(this,
                       {tr("Delete the user?"),
                        tr("This user goes with all sessions, keys and grants, and cannot be brought back:"),
                        {name},
                        tr("Delete")},
                       [this, name] {
                           whenDone(this, m_users.remove(name), [this, name](const Result<Done> &result) {
                               if (result.ok())
                                   Q_EMIT said(tr("%1 is deleted.").arg(name), Tone::Success);
                               else
                                   Q_EMIT said(wordsFor(result.error()), Tone::Error);
                           });
                       });
}

void UsersPage::endSession()
{
    const api::SessionRow *session = chosenSession();
    if (!session)
        return;
    const SessionId id = session->sessionId;
    const QString text = session->current ? tr("This is the session of this console: you will be signed out.")
                                          : tr("%1 is signed out at once.").arg(session->username);
    ConfirmDialog::ask(this, {tr("End the session?"), text, {}, tr("End")}, [this, id] {
        whenDone(this, m_sessions.end(id), [this](const Result<Done> &result) {
            if (result.ok())
                Q_EMIT said(tr("The session is ended."), Tone::Success);
            else
                Q_EMIT said(wordsFor(result.error()), Tone::Error);
        });
    });
}

void UsersPage::report(const Result<api::UserRow> &result, const QString &success)
{
    if (!result.ok()) {
        Q_EMIT said(wordsFor(result.error()), Tone::Error);
        return;
    }
    Q_EMIT said(success, Tone::Success);
    if (result->initialPassword)
        (new SecretDialog(result->username, *result->initialPassword, this))->open();
}

}  // namespace cs

#include "moc_userspage.cpp"

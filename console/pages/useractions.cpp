#include "pages/useractions.h"

#include "models/words.h"
#include "pages/secretdialog.h"
#include "pages/userdialog.h"
#include "widgets/confirmdialog.h"

namespace cs {

UserActions::UserActions(UserModel &users, SessionModel &sessions, QWidget &page)
    : QObject(&page),
      m_users(users),
      m_sessions(sessions),
      m_page(page)
{}

UserActions::~UserActions() = default;

void UserActions::create()
{
    open({});
}

void UserActions::edit(const api::UserRow &user)
{
    open(user);
}

void UserActions::open(const std::optional<api::UserRow> &user)
{
    auto *dialog = new UserDialog(m_users, user, &m_page);
    connect(dialog, &UserDialog::saved, this,
            [this](const api::UserRow &saved) { report(saved, tr("%1 is saved.").arg(saved.username)); });
    dialog->open();
}

void UserActions::switchUser(const api::UserRow &user)
{
    api::UpdateUser::Params params;
    params.username = user.username;
    params.enabled = !user.enabled;
    const QString name = user.username;
    const auto apply = [this, params, name] {
        whenDone(this, m_users.update(params), [this, params, name](const Result<api::UserRow> &result) {
            report(result, *params.enabled ? tr("%1 may sign in again.").arg(name)
                                           : tr("%1 may not sign in any more.").arg(name));
        });
    };
    if (*params.enabled)
        apply();
    else
        ConfirmDialog::ask(&m_page,
                           {tr("Disable the user?"),
                            tr("All that %1 has open ends at once: sessions, streams and downloads.").arg(name),
                            {},
                            tr("Disable")},
                           apply);
}

void UserActions::resetPassword(const api::UserRow &user)
{
    const QString name = user.username;
    ConfirmDialog::ask(&m_page,
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

void UserActions::remove(const api::UserRow &user)
{
    const QString name = user.username;
    ConfirmDialog::ask(&m_page,
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

void UserActions::endSession(const api::SessionRow &session)
{
    const SessionId id = session.sessionId;
    const QString text = session.current ? tr("This is the session of this console: you will be signed out.")
                                         : tr("%1 is signed out at once.").arg(session.username);
    ConfirmDialog::ask(&m_page, {tr("End the session?"), text, {}, tr("End")}, [this, id] {
        whenDone(this, m_sessions.end(id), [this](const Result<Done> &result) {
            if (result.ok())
                Q_EMIT said(tr("The session is ended."), Tone::Success);
            else
                Q_EMIT said(wordsFor(result.error()), Tone::Error);
        });
    });
}

void UserActions::report(const Result<api::UserRow> &result, const QString &success)
{
    if (!result.ok()) {
        Q_EMIT said(wordsFor(result.error()), Tone::Error);
        return;
    }
    Q_EMIT said(success, Tone::Success);
    if (result->initialPassword)
        (new SecretDialog(result->username, *result->initialPassword, &m_page))->open();
}

}  // namespace cs

#include "moc_useractions.cpp"

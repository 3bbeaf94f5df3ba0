#pragma once

#include <optional>

#include <QObject>

#include "models/sessionmodel.h"
#include "models/usermodel.h"
#include "widgets/toast.h"

namespace cs {

// What an admin does with users and sessions: asks where it cannot be undone, has the model do it, and says how it went.
// Child of the page it asks over; the models outlive it.
class UserActions final : public QObject {
    Q_OBJECT
public:
    UserActions(UserModel &users, SessionModel &sessions, QWidget &page);
    ~UserActions() override;

    void create();
    void edit(const api::UserRow &user);
    // Enables who is disabled, and the other way round.
    void switchUser(const api::UserRow &user);
    void resetPassword(const api::UserRow &user);
    void remove(const api::UserRow &user);
    void endSession(const api::SessionRow &session);

Q_SIGNALS:
    void said(const QString &text, cs::Tone tone);

private:
    void open(const std::optional<api::UserRow> &user);
    void report(const Result<api::UserRow> &result, const QString &success);

    UserModel &m_users;
    SessionModel &m_sessions;
    QWidget &m_page;
};

}  // namespace cs

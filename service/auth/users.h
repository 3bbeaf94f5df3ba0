#pragma once

#include <map>
#include <optional>
#include <vector>

#include <QObject>

#include "auth/removedusers.h"
#include "auth/rightsview.h"
#include "auth/useredit.h"

namespace cs {

class PasswordHasher;

using User = StoredUser;

// What outlives a new password: the login and the session that it was changed by.
struct KeptLogin {
    QString family;
    SessionId session;
};

// A user, and the password that was made, to be shown once.
struct UserAnswer {
    User user;
    std::optional<QString> madePassword;
};

// The users of this service: all of them in memory, every change through the table first, the rights view kept up.
// Service thread. Names may come in any spelling.
class Users : public QObject {
    Q_OBJECT
public:
    static constexpr qsizetype MaxUsers = 10'000;

    // All outlive this object.
    Users(UsersTable &table, PasswordHasher &hasher, RightsView &rights, const Clock &clock, QObject *parent = nullptr);

    // Before anything else.
    Async<Done> load();

    // Valid until the loop runs again. Null if there is none.
    const User *find(const QString &name) const;
    qsizetype count() const { return static_cast<qsizetype>(m_users.size()); }
    // By name, those behind `after`.
    std::vector<User> page(qint64 limit, const QString &after = {}) const;

    // InvalidParams for a name or a password against the rules, InvalidState if the name is taken.
    Async<UserAnswer> create(const NewUser &user);
    // NotFound; InvalidState (`last_admin`) if no enabled admin of all cameras would be left.
    Async<UserAnswer> update(const QString &name, const UserEdit &edit);
    Async<Done> remove(const QString &name);

    // The user's own new password, checked against the rules (`param` names it).
    Async<User> setOwnPassword(const QString &name, const QString &param, const QString &password,
                               const KeptLogin &kept);
    // See UsersTable.
    Async<User> noteLogin(const QString &name, std::optional<qint64> totpStep);
    Async<User> rehash(const QString &name, const QString &oldHash, const QString &newHash);
    Async<User> setTotp(const QString &name, const QByteArray &sealedSecret, qint64 lastStep,
                        const std::vector<QByteArray> &recoveryHashes);
    Async<User> removeTotp(const QString &name);
    Async<bool> spendRecoveryCode(const QString &name, const QByteArray &hash);

    // Thread-safe.
    const RemovedUsers &removedUsers() const { return m_removed; }

Q_SIGNALS:
    // Role, enabled or restricted are new, or the user is: the rights view says it already. Comes after the answer of
    // the call that changed it, as the others do.
    void rightsChanged(const QString &username);
    // Everything that the user has open ends, but what is kept.
    void passwordChanged(const QString &username, const cs::KeptLogin &kept);
    void removed(const QString &username);

private:
    // What is to be announced once the caller has its answer.
    struct News {
        bool password = false;
        KeptLogin kept;
    };
    Async<User> written(const Async<User> &row, const News &news);
    void take(const User &row);
    void announce(const std::optional<User> &before, const User &row, const News &news);
    Async<UserAnswer> insert(const NewUser &user, const QString &name, const QString &password, const QString &hash);
    Async<UserAnswer> write(const QString &name, const UserEdit &edit, const std::optional<QString> &madePassword,
                            const std::optional<QString> &hash);

    UsersTable &m_table;
    PasswordHasher &m_hasher;
    RightsView &m_rights;
    const Clock &m_clock;
    std::map<QString, User> m_users;
    RemovedUsers m_removed;
};

}  // namespace cs

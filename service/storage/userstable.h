#pragma once

#include <optional>
#include <vector>

#include "base/role.h"
#include "base/time.h"
#include "storage/database.h"

namespace cs {

// One user. Names are folded (auth/username.h) by whoever calls.
struct StoredUser {
    QString name;
    QString displayName;
    Role role = Role::Viewer;
    bool enabled = true;
    // Sees only the cameras granted.
    bool restricted = false;
    bool mustChangePassword = false;
    QString passwordHash;
    // The secret of the second factor, encrypted by whoever stores it; empty where there is none.
    QByteArray sealedTotp;
    // The time step of the last code that was taken.
    qint64 totpLastStep = 0;
    Timestamp createdAt;
    std::optional<Timestamp> lastLoginAt;

    bool hasTotp() const { return !sealedTotp.isEmpty(); }
};

// A name whose user was removed, and when that was last.
struct RemovedUser {
    QString name;
    Timestamp removedAt;
};

// What is to be another value; what is not set stays.
struct UserChange {
    std::optional<QString> displayName;
    std::optional<Role> role;
    std::optional<bool> enabled;
    std::optional<bool> restricted;
    std::optional<bool> mustChangePassword;
    // A new one also ends the logins that could be renewed, as a user who is disabled does; see `keptFamily`.
    std::optional<QString> passwordHash;
    // Takes the second factor and its recovery codes away.
    bool removeTotp = false;
    // The refresh token family that outlives a new password.
    QString keptFamily;
};

// The users and their recovery codes. Service thread; the database must outlive it. What a method changes, it changes
// in one transaction.
class UsersTable {
public:
    explicit UsersTable(Database &database) : m_database(database) {}

    // By name.
    Async<std::vector<StoredUser>> all();
    // InvalidState if the name is taken.
    Async<StoredUser> insert(const StoredUser &user);
    // The row as it is then. NotFound; InvalidState (`last_admin`) if no enabled admin of all
    // cameras would be left.
    Async<StoredUser> update(const QString &name, const UserChange &change);
    // As update(); takes with it whatever belongs to the user, and keeps the name in mind.
    Async<Done> remove(const QString &name, Timestamp now);
    // The newest ones, 10,000 at most.
    Async<std::vector<RemovedUser>> removedOnes();

    // Notes a login; `totpStep` is that of the code it was made with. NotFound.
    Async<StoredUser> noteLogin(const QString &name, Timestamp at, std::optional<qint64> totpStep);
    // Stores the same password under other parameters, unless it was changed meanwhile. NotFound in that case too.
    Async<StoredUser> rehash(const QString &name, const QString &oldHash, const QString &newHash);
    // Switches the second factor on: all of it, with new recovery codes in place of those before. NotFound.
    Async<StoredUser> setTotp(const QString &name, const QByteArray &sealedSecret, qint64 lastStep,
                              const std::vector<QByteArray> &recoveryHashes);
    // Whether there was such a code; it is gone now.
    Async<bool> spendRecoveryCode(const QString &name, const QByteArray &hash);

private:
    Database &m_database;
};

}  // namespace cs

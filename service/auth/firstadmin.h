#pragma once

#include <QObject>
#include <QString>

#include "base/future.h"

namespace cs {

class Users;

// Makes the user `admin` where there are no users at all: with a random password in the file first-admin-password
// (mode 0600) of the state folder, whose path is logged at each start and which is deleted once the password was
// changed. Service thread.
class FirstAdmin : public QObject {
    Q_OBJECT
public:
    // `users` outlives this object.
    FirstAdmin(Users &users, const QString &stateFolder, QObject *parent = nullptr);

    // Once the users are loaded.
    Async<Done> ensure();
    QString filePath() const { return m_path; }

private:
    void onChanged(const QString &username);

    Users &m_users;
    const QString m_path;
};

}  // namespace cs

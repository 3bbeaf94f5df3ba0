#include "auth/firstadmin.h"

#include <QFile>
#include <QFileInfo>

#include "auth/logging.h"
#include "auth/passwordrules.h"
#include "auth/users.h"
#include "base/wholefile.h"

namespace cs {

namespace {

const QString firstAdminName = QStringLiteral("admin");

}  // namespace

FirstAdmin::FirstAdmin(Users &users, const QString &stateFolder, QObject *parent)
    : QObject(parent),
      m_users(users),
      m_path(stateFolder + QStringLiteral("/first-admin-password"))
{
    connect(&users, &Users::passwordChanged, this, &FirstAdmin::onChanged);
    connect(&users, &Users::removed, this, &FirstAdmin::onChanged);
}

Async<Done> FirstAdmin::ensure()
{
    if (m_users.count() > 0) {
        const User *admin = m_users.find(firstAdminName);
        if (QFileInfo::exists(m_path) && (!admin || !admin->mustChangePassword))
            QFile::remove(m_path);
        else if (QFileInfo::exists(m_path))
            qCWarning(lcAuth).noquote() << "the password of user" << firstAdminName << "is in" << m_path
                                        << "until it is changed";
        return ready(Result<Done>(Done{}));
    }
    const QString password = PasswordRules::make();
    if (const auto written = writeWholeFile(m_path, password.toUtf8() + '\n', 0600); !written)
        return failed(written.error());
    // Before the user is stored: nobody could read the password otherwise.
    syncFolderOf(m_path);
    NewUser admin;
    admin.name = firstAdminName;
    admin.role = Role::Admin;
    admin.password = password;
    admin.mustChangePassword = true;
    return andThen(this, m_users.create(admin), [this](const UserAnswer &) -> Result<Done> {
        qCWarning(lcAuth).noquote() << "made the user" << firstAdminName << "with a password that is in" << m_path
                                    << "and must be changed at the first login";
        return Done{};
    });
}

void FirstAdmin::onChanged(const QString &username)
{
    if (username == firstAdminName && QFileInfo::exists(m_path) && !QFile::remove(m_path))
        qCWarning(lcAuth).noquote() << m_path << "is of no use any more, but cannot be deleted";
}

}  // namespace cs

#include "moc_firstadmin.cpp"

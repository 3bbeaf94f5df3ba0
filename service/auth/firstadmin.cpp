#include "auth/firstadmin.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

#include <QFile>
#include <QFileInfo>

#include "auth/logging.h"
#include "auth/passwordrules.h"
#include "auth/users.h"
#include "base/uniquefd.h"

namespace cs {

namespace {

const QString firstAdminName = QStringLiteral("admin");

// All or nothing, readable by the service's user alone, whatever stood there before.
Result<Done> writeSecretFile(const QString &path, const QByteArray &text)
{
    const QByteArray target = QFile::encodeName(path);
    const QByteArray draft = target + ".new";
    ::unlink(draft.constData());
    const UniqueFd fd(::open(draft.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    const bool written = fd.isValid() && ::fchmod(fd.get(), 0600) == 0
                         && ::write(fd.get(), text.constData(), static_cast<size_t>(text.size())) == text.size()
                         && ::fsync(fd.get()) == 0 && ::rename(draft.constData(), target.constData()) == 0;
    if (written)
        return Done{};
    const QString cause = qt_error_string(errno);
    ::unlink(draft.constData());
    return Error::internal(QStringLiteral("cannot write the first admin's password to %1: %2").arg(path, cause));
}

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
    if (const auto written = writeSecretFile(m_path, password.toUtf8() + '\n'); !written)
        return failed(written.error());
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

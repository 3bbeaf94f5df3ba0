#include "base/systemuser.h"

#include <pwd.h>

#include <QByteArray>

namespace cs {

QString systemUserName(uid_t user)
{
    passwd entry{};
    passwd *found = nullptr;
    QByteArray buffer(4096, Qt::Uninitialized);
    if (::getpwuid_r(user, &entry, buffer.data(), static_cast<size_t>(buffer.size()), &found) == 0 && found)
        return QString::fromLocal8Bit(entry.pw_name);
    return QStringLiteral("uid-%1").arg(user);
}

}  // namespace cs

#include "auth/principal.h"

namespace cs {

namespace {

Principal unrestricted(Principal::Kind kind, const QString &userId, Role role)
{
    Principal principal;
    principal.kind = kind;
    principal.userId = userId;
    principal.role = role;
    principal.allCameras = true;
    return principal;
}

}  // namespace

std::optional<QSet<CameraId>> Principal::visibleCameras() const
{
    if (allCameras)
        return std::nullopt;
    return QSet<CameraId>(cameras.keyBegin(), cameras.keyEnd());
}

Principal Principal::user(const QString &userId, Role role)
{
    return unrestricted(Kind::Session, userId, role);
}

Principal Principal::control(const QString &user)
{
    return unrestricted(Kind::Control, user, Role::Admin);
}

Principal Principal::service()
{
    return unrestricted(Kind::Service, QStringLiteral("service"), Role::Admin);
}

}  // namespace cs

#include "base/role.h"

namespace cs {

QString toString(Role role)
{
    switch (role) {
    case Role::Viewer: return QStringLiteral("viewer");
    case Role::Operator: return QStringLiteral("operator");
    case Role::Admin: return QStringLiteral("admin");
    }
    return {};
}

std::optional<Role> roleFromString(QStringView text)
{
    for (const Role role : {Role::Viewer, Role::Operator, Role::Admin}) {
        if (text == toString(role))
            return role;
    }
    return std::nullopt;
}

QString toString(CameraAccess access)
{
    switch (access) {
    case CameraAccess::View: return QStringLiteral("view");
    case CameraAccess::Operate: return QStringLiteral("operate");
    }
    return {};
}

std::optional<CameraAccess> cameraAccessFromString(QStringView text)
{
    for (const CameraAccess access : {CameraAccess::View, CameraAccess::Operate}) {
        if (text == toString(access))
            return access;
    }
    return std::nullopt;
}

QStringList permissionsOf(Role role)
{
    QStringList permissions{QStringLiteral("view")};
    if (role >= Role::Operator)
        permissions << QStringLiteral("control");
    if (role >= Role::Admin)
        permissions << QStringLiteral("admin");
    return permissions;
}

}  // namespace cs

#include "auth/principal.h"

namespace cs {

Principal Principal::user(const QString &userId, Role role)
{
    // Until there are grants, who has a token sees every camera.
    return {.kind = Kind::Session, .userId = userId, .role = role, .allCameras = true, .cameras = {}, .session = {}};
}

Principal Principal::control(const QString &user)
{
    return {
        .kind = Kind::Control, .userId = user, .role = Role::Admin, .allCameras = true, .cameras = {}, .session = {}};
}

Principal Principal::service()
{
    return {.kind = Kind::Service,
            .userId = QStringLiteral("service"),
            .role = Role::Admin,
            .allCameras = true,
            .cameras = {},
            .session = {}};
}

}  // namespace cs

#include "auth/accesspolicy.h"

namespace cs {

Result<Done> AccessPolicy::allow(const Principal &principal, Role required) const
{
    if (!principal.signedIn())
        return Error::unauthenticated(QStringLiteral("sign in first"));
    if (principal.role < required)
        return Error::permissionDenied(toString(required), toString(principal.role));
    return Done{};
}

bool AccessPolicy::mayView(const Principal &principal, CameraId camera) const
{
    return principal.signedIn() && camera.isValid() && (principal.allCameras || principal.cameras.contains(camera));
}

bool AccessPolicy::mayOperate(const Principal &principal, CameraId camera) const
{
    return mayView(principal, camera) && principal.role >= Role::Operator;
}

}  // namespace cs

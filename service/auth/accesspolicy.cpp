#include "auth/accesspolicy.h"

namespace cs {

namespace {

bool endsThePasswordChange(QByteArrayView method)
{
    return method == QByteArrayView("change_password") || method == QByteArrayView("logout");
}

}  // namespace

Result<Done> AccessPolicy::allow(const Principal &principal, Role required, QByteArrayView method) const
{
    if (!principal.signedIn())
        return Error::unauthenticated(QStringLiteral("sign in first"));
    if (principal.mustChangePassword && !endsThePasswordChange(method))
        return Error::unauthenticated(QStringLiteral("change the password first, with change_password"));
    if (principal.role < required)
        return Error::permissionDenied(toString(required), toString(principal.role));
    return Done{};
}

Result<Done> AccessPolicy::allowForAllCameras(const Principal &principal, Role required) const
{
    if (principal.allCameras)
        return Done{};
    Error error = Error::permissionDenied(toString(required), toString(principal.role));
    error.message += QStringLiteral(" for all cameras");
    error.data.insert(QStringLiteral("reason"), QStringLiteral("limited to some cameras"));
    return error;
}

bool AccessPolicy::mayView(const Principal &principal, CameraId camera) const
{
    return principal.signedIn() && !principal.mustChangePassword && camera.isValid()
           && (principal.allCameras || principal.cameras.contains(camera));
}

bool AccessPolicy::mayOperate(const Principal &principal, CameraId camera) const
{
    return mayView(principal, camera) && roleAt(principal, camera) >= Role::Operator;
}

Role AccessPolicy::roleAt(const Principal &principal, CameraId camera) const
{
    const bool operates = principal.allCameras
                          || principal.cameras.value(camera, CameraAccess::View) == CameraAccess::Operate;
    return operates ? principal.role : Role::Viewer;
}

}  // namespace cs

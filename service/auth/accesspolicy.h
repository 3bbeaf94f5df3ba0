#pragma once

#include <QByteArrayView>

#include "auth/principal.h"
#include "base/result.h"

namespace cs {

// The one place that says who may do what. Holds no state; thread-safe.
class AccessPolicy {
public:
    // Unauthenticated for nobody, and for who must first change the password, unless `method` is what does that;
    // PermissionDenied for a role below `required`.
    Result<Done> allow(const Principal &principal, Role required, QByteArrayView method = {}) const;
    // PermissionDenied for who sees only some cameras. What is not bounded by cameras, such as other people's rights, is
    // not for them, whatever their role: it would lead to the other cameras. For who was allowed `required`.
    Result<Done> allowForAllCameras(const Principal &principal, Role required) const;
    // See the camera, its stream, its recordings and its events.
    bool mayView(const Principal &principal, CameraId camera) const;
    // Start and stop recordings and streams, take snapshots.
    bool mayOperate(const Principal &principal, CameraId camera) const;
    // What is left of the role at this camera: a viewer's where only viewing is granted. For who may view it.
    Role roleAt(const Principal &principal, CameraId camera) const;
};

}  // namespace cs

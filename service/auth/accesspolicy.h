#pragma once

#include "auth/principal.h"
#include "base/result.h"

namespace cs {

// The one place that says who may do what. Holds no state; thread-safe.
class AccessPolicy {
public:
    // Unauthenticated for nobody, PermissionDenied for a role below `required`.
    Result<Done> allow(const Principal &principal, Role required) const;
    // See the camera, its stream, its recordings and its events.
    bool mayView(const Principal &principal, CameraId camera) const;
    // Start and stop recordings and streams, take snapshots.
    bool mayOperate(const Principal &principal, CameraId camera) const;
};

}  // namespace cs

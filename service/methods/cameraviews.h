#pragma once

#include "api/cameras.h"
#include "api/streams.h"
#include "auth/accesspolicy.h"
#include "cameras/cameraregistry.h"
#include "rpc/call.h"
#include "streams/streamlinks.h"

namespace cs {

// Turns cameras into the rows of the API. `host` is the name the client connected to, or the slot that stands for it.
class CameraViews {
public:
    // All outlive this object.
    CameraViews(const CameraRegistry &registry, const StreamLinks &links, const AccessPolicy &policy)
        : m_registry(registry),
          m_links(links),
          m_policy(policy)
    {}

    api::CameraRow row(const Camera &camera, const QString &host) const;
    api::StreamRow streamRow(const Camera &camera) const;

    bool maySee(const Principal &principal, CameraId id) const { return m_policy.mayView(principal, id); }
    // Those the caller may see, in the order of their ids.
    std::vector<Camera> visible(const Principal &principal) const;
    // NotFound also for a camera that the caller may not see: it learns nothing of it.
    Result<Camera> find(const Principal &principal, CameraId id) const;
    // PermissionDenied for a camera that the caller may see but not operate.
    Result<Camera> findToOperate(const Principal &principal, CameraId id) const;

private:
    const CameraRegistry &m_registry;
    const StreamLinks &m_links;
    const AccessPolicy &m_policy;
};

api::CameraStatus statusOf(Camera::Link link);
// "640x360"; "0x0" while unknown.
QString resolutionText(QSize size);
// 0 if there is no such moment.
double secondsSince(const std::optional<Timestamp> &then, Timestamp now);

}  // namespace cs

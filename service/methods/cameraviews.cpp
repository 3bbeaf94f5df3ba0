#include "methods/cameraviews.h"

namespace cs {

QString resolutionText(QSize size)
{
    const QSize known = size.isValid() ? size : QSize(0, 0);
    return QStringLiteral("%1x%2").arg(known.width()).arg(known.height());
}

double secondsSince(const std::optional<Timestamp> &then, Timestamp now)
{
    return then ? std::chrono::duration<double>(now - *then).count() : 0.0;
}

api::CameraStatus statusOf(Camera::Link link)
{
    switch (link) {
    case Camera::Link::Connected: return api::CameraStatus::Connected;
    case Camera::Link::Disconnected: return api::CameraStatus::Disconnected;
    case Camera::Link::Error: return api::CameraStatus::Error;
    }
    return api::CameraStatus::Error;
}

api::CameraRow CameraViews::row(const Camera &camera, const QString &host) const
{
    api::CameraRow row;
    row.device = camera.id;
    row.name = camera.name;
    row.resolution = resolutionText(camera.size);
    row.fps = camera.fps;
    row.reason = camera.reason;
    row.streams = {m_links.rtsp(camera.id, host), m_links.hls(camera.id, host), m_links.whep(camera.id, host)};
    row.status = statusOf(camera.link);
    return row;
}

api::StreamRow CameraViews::streamRow(const Camera &camera) const
{
    return {camera.id, camera.isConnected(), camera.readers, camera.bytesSent, camera.kind};
}

std::vector<Camera> CameraViews::visible(const Principal &principal) const
{
    std::vector<Camera> cameras = m_registry.cameras();
    std::erase_if(cameras, [&](const Camera &camera) { return !m_policy.mayView(principal, camera.id); });
    return cameras;
}

Result<Camera> CameraViews::find(const Principal &principal, CameraId id) const
{
    const auto camera = m_registry.camera(id);
    if (!camera || !m_policy.mayView(principal, id))
        return Error::notFound(QStringLiteral("camera"), id.toString());
    return *camera;
}

Result<Camera> CameraViews::findToOperate(const Principal &principal, CameraId id) const
{
    auto camera = find(principal, id);
    if (camera && !m_policy.mayOperate(principal, id))
        return Error::permissionDenied(toString(Role::Operator), toString(m_policy.roleAt(principal, id)));
    return camera;
}

}  // namespace cs

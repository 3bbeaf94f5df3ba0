#include "auth/rightsview.h"

#include <algorithm>

#include "auth/plainname.h"

namespace cs {

namespace {

constexpr QStringView keyUserPrefix = u"key:";

QHash<CameraId, CameraAccess> commonCameras(const Rights &a, const Rights &b)
{
    if (a.allCameras)
        return b.cameras;
    if (b.allCameras)
        return a.cameras;
    QHash<CameraId, CameraAccess> common;
    for (auto camera = a.cameras.cbegin(); camera != a.cameras.cend(); ++camera) {
        if (const auto other = b.cameras.constFind(camera.key()); other != b.cameras.cend())
            common.insert(camera.key(), std::min(camera.value(), other.value()));
    }
    return common;
}

}  // namespace

void RightsView::setUser(const QString &name, Role role, bool enabled, bool restricted)
{
    const QString key = foldedName(name);
    const std::lock_guard lock(m_mutex);
    Rights &rights = m_rights[key];
    rights.role = role;
    rights.enabled = enabled;
    rights.allCameras = !restricted;
}

void RightsView::removeUser(const QString &name)
{
    const QString key = foldedName(name);
    const std::lock_guard lock(m_mutex);
    m_rights.remove(key);
}

void RightsView::setCameras(const QString &name, const QHash<CameraId, CameraAccess> &cameras)
{
    const QString key = foldedName(name);
    const std::lock_guard lock(m_mutex);
    if (const auto rights = m_rights.find(key); rights != m_rights.end())
        rights->cameras = cameras;
}

std::optional<Rights> RightsView::rightsOf(const QString &name) const
{
    const QString key = foldedName(name);
    const std::lock_guard lock(m_mutex);
    const auto rights = m_rights.constFind(key);
    return rights == m_rights.cend() ? std::nullopt : std::optional(*rights);
}

Rights commonRights(const Rights &a, const Rights &b)
{
    return {std::min(a.role, b.role), a.enabled && b.enabled, a.allCameras && b.allCameras, commonCameras(a, b)};
}

void applyRights(const Rights &rights, Principal &principal)
{
    principal.role = rights.role;
    principal.allCameras = rights.allCameras;
    principal.cameras = rights.allCameras ? QHash<CameraId, CameraAccess>() : rights.cameras;
}

Rights rightsHeldBy(const Principal &principal)
{
    return {principal.role, principal.signedIn() && !principal.mustChangePassword, principal.allCameras,
            principal.cameras};
}

QString keyUserId(const QString &keyName)
{
    return keyUserPrefix.toString() + keyName;
}

bool isKeyUserId(const QString &name)
{
    return foldedName(name).startsWith(keyUserPrefix);
}

}  // namespace cs

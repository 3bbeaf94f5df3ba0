#include "telemetry/readiness.h"

#include <array>

#include <QStringList>

namespace cs {

namespace {

using api::ComponentState;

struct Part {
    const char *name;
    ComponentState state;
};

std::array<Part, 3> partsOf(const api::Components &components)
{
    return {Part{"the WebSocket server", components.websocketServer},
            Part{"the camera monitor", components.cameraMonitor}, Part{"the media server", components.mediamtx}};
}

bool isBroken(ComponentState state)
{
    return state == ComponentState::Error || state == ComponentState::Stopping;
}

QString countText(const CameraCount &cameras)
{
    if (cameras.visible == 0)
        return QStringLiteral("there are no cameras yet");
    return QStringLiteral("%1 of %2 cameras are connected").arg(cameras.connected).arg(cameras.visible);
}

}  // namespace

ReadinessReport readinessOf(const api::Components &components, bool wasReady, const CameraCount &cameras)
{
    QStringList missing;
    bool broken = false;
    for (const Part &part : partsOf(components)) {
        if (part.state != ComponentState::Running)
            missing << QString::fromLatin1(part.name);
        broken = broken || isBroken(part.state);
    }
    if (missing.isEmpty()) {
        const bool all = cameras.connected == cameras.visible;
        return {all ? api::Readiness::Ready : api::Readiness::Partial, countText(cameras)};
    }
    const QString names = missing.join(QStringLiteral(" and "));
    const QString verb = missing.size() > 1 ? QStringLiteral("do") : QStringLiteral("does");
    if (!wasReady && !broken)
        return {api::Readiness::Starting,
                QStringLiteral("the service is starting: %1 %2 not run yet").arg(names, verb)};
    return {api::Readiness::Partial,
            QStringLiteral("%1 %2 not run; what works without goes on; %3").arg(names, verb, countText(cameras))};
}

}  // namespace cs

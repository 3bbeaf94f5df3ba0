#include "telemetry/readiness.h"

#include <algorithm>
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

QStringList missingIn(const api::Components &components)
{
    QStringList missing;
    for (const Part &part : partsOf(components)) {
        if (part.state != ComponentState::Running)
            missing << QString::fromLatin1(part.name);
    }
    return missing;
}

QString verbFor(const QStringList &names)
{
    return names.size() > 1 ? QStringLiteral("do") : QStringLiteral("does");
}

QString countText(const CameraCount &cameras)
{
    if (cameras.visible == 0)
        return QStringLiteral("there are no cameras yet");
    return QStringLiteral("%1 of %2 cameras are connected").arg(cameras.connected).arg(cameras.visible);
}

}  // namespace

QString problemsIn(const api::Components &components, const QString &storageProblem)
{
    QStringList problems;
    if (const QStringList missing = missingIn(components); !missing.isEmpty())
        problems << QStringLiteral("%1 %2 not run").arg(missing.join(QStringLiteral(" and ")), verbFor(missing));
    if (components.storage != ComponentState::Running)
        problems << (storageProblem.isEmpty() ? QStringLiteral("the storage does not work") : storageProblem);
    return problems.join(QStringLiteral("; "));
}

ReadinessReport readinessOf(const api::Components &components, bool wasReady, const CameraCount &cameras,
                            const QString &storageProblem)
{
    const QStringList missing = missingIn(components);
    const auto parts = partsOf(components);
    const bool broken = std::any_of(parts.begin(), parts.end(), [](const Part &part) { return isBroken(part.state); });
    if (!missing.isEmpty() && !wasReady && !broken)
        return {api::Readiness::Starting, QStringLiteral("the service is starting: %1 %2 not run yet")
                                              .arg(missing.join(QStringLiteral(" and ")), verbFor(missing))};
    if (const QString problems = problemsIn(components, storageProblem); !problems.isEmpty())
        return {api::Readiness::Partial,
                QStringLiteral("%1; what works without goes on; %2").arg(problems, countText(cameras))};
    const bool all = cameras.connected == cameras.visible;
    return {all ? api::Readiness::Ready : api::Readiness::Partial, countText(cameras)};
}

}  // namespace cs

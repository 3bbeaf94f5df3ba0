#pragma once

#include <QString>

#include "api/server.h"

namespace cs {

// What one caller may know of the cameras.
struct CameraCount {
    qsizetype visible = 0;
    qsizetype connected = 0;
};

// Readiness with a sentence for people.
struct ReadinessReport {
    api::Readiness status = api::Readiness::Starting;
    QString message;
};

// What keeps the service from being whole, in one line for everybody; empty if nothing does. `storageProblem` is what the
// storage itself says.
QString problemsIn(const api::Components &components, const QString &storageProblem);

// Starting: a part of the service has not run yet and is on its way, nothing is broken. Ready: every part runs and every
// camera the caller may see is connected. Partial: whatever lies between. `wasReady` says whether every part has run
// since the start.
ReadinessReport readinessOf(const api::Components &components, bool wasReady, const CameraCount &cameras,
                            const QString &storageProblem = {});

}  // namespace cs

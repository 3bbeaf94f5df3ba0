#pragma once

#include <QLatin1String>
#include <QSet>
#include <QSqlDatabase>

#include "base/ids.h"
#include "base/result.h"

namespace cs {

// The kind of a camera of which only files are left.
inline constexpr QLatin1String LostKind("lost");

// Rows of removed cameras for ids that have none, so that their files can be stored and no new camera gets such an id;
// answers how many it made. Database thread.
Result<qint64> addLostCameras(QSqlDatabase &db, const QSet<CameraId> &ids);

}  // namespace cs

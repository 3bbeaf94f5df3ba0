#pragma once

#include <QLatin1String>
#include <QString>

#include "base/result.h"

namespace cs {

// Snapshots are written under such a name first; at the start of the service it is what a crash left.
inline constexpr QLatin1String UnfinishedPrefix(".unfinished-");

// All block: for workers. Sees to it that a media folder exists (made with mode 0750) and can be written to. On a full
// disk it may stay missing until something is written into it.
Result<Done> makeMediaFolder(const QString &path);
// Makes a folder again, with mode 0750, that was deleted since the start of the service. Its parent has to be there: one
// that is gone may be a disk that is not mounted.
Result<Done> restoreMediaFolder(const QString &path);
void removeUnfinished(const QString &folder);
// A file that is gone already is no error.
Result<Done> removeMediaFile(const QString &path);

}  // namespace cs

#pragma once

#include <sys/types.h>

#include <QByteArrayView>
#include <QString>

#include "base/result.h"

namespace cs {

// Puts a file there whole, with this mode, or leaves what stands there. Its bytes are on the disk when this returns; the
// name is, too, after syncFolderOf(). Blocks as long as the disk does. Fails with a sentence for the operator.
Result<Done> writeWholeFile(const QString &path, QByteArrayView bytes, mode_t mode);

// Returns when the names in the folder of this file are on the disk, as far as its file system can see to that.
void syncFolderOf(const QString &path);

}  // namespace cs

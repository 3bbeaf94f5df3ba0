#pragma once

#include <QByteArray>

#include "base/filename.h"
#include "base/result.h"

namespace cs {

// Puts a file into a folder all at once and for good, or not at all: nobody sees half of it, and a file of that name is
// never overwritten (InvalidParams `filename`). Blocks; for workers.
Result<Done> writeNewFile(const QString &folder, const FileName &name, const QByteArray &bytes);

// The error of a name that is taken.
Error nameTaken(const FileName &name);

}  // namespace cs

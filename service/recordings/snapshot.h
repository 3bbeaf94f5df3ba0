#pragma once

#include <QSize>

#include "base/filename.h"
#include "base/ids.h"
#include "base/time.h"

namespace cs {

// One saved picture.
struct Snapshot {
    CameraId camera;
    FileName file;
    Timestamp takenAt;
    qint64 sizeBytes = 0;
    QSize size;
};

}  // namespace cs

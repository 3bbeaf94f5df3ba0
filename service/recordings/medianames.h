#pragma once

#include <optional>

#include <QString>

#include "base/ids.h"
#include "base/time.h"

namespace cs {

// What the name of a hand-made recording tells, which MediaMTX makes of the path and the time of the first picture, or
// that of a snapshot.
struct RecordingName {
    CameraId camera;
    Timestamp startedAt;
};

// camera0_2026-11-23_02-21-44-912172, in UTC.
QString stampedName(CameraId camera, Timestamp time);
// Accepts exactly stampedName() + ".mp4".
std::optional<RecordingName> parseRecordingName(const QString &file);
// Accepts exactly stampedName() + ".jpg": a snapshot whose name nobody chose.
std::optional<RecordingName> parseSnapshotName(const QString &file);

// The path of a camera's recording at MediaMTX: manual/camera0.
QString recordingPath(CameraId camera);
// What MediaMTX is told to call the files: FOLDER/manual/camera0_<time>, to which it adds .mp4.
QString recordPattern(const QString &recordingsFolder);

}  // namespace cs

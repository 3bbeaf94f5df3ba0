#pragma once

#include <optional>

#include <QByteArray>
#include <QString>

#include "base/filename.h"
#include "base/ids.h"

namespace cs {

enum class FileFolder { Recordings, Snapshots };

// Its name in URLs and tickets: recordings, snapshots.
QString toString(FileFolder folder);

// A file that may be downloaded: where it lies and whose picture it holds.
struct ServedFile {
    // Absolute path of the folder on disk.
    QString folder;
    FileName name;
    CameraId camera;
    // video/mp4, image/jpeg
    QByteArray contentType;
};

// Which files there are. Implemented by whoever owns the media; must be thread-safe and must not block, because it
// is asked on the threads of the HTTP server.
class FileCatalogue {
public:
    virtual ~FileCatalogue() = default;
    virtual std::optional<ServedFile> find(FileFolder folder, const FileName &name) const = 0;
};

}  // namespace cs

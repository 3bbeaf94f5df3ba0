#pragma once

#include <array>
#include <optional>

#include <QHash>
#include <QReadWriteLock>
#include <QString>

#include "base/filename.h"
#include "base/ids.h"

namespace cs {

enum class MediaKind { Recording, Snapshot };

// What a download needs to know of a file before it opens it.
struct MediaEntry {
    QString path;  // absolute
    CameraId camera;
    bool open = false;  // still growing
};

// The names of all finished and open media and where they are. Thread-safe: the service thread writes, downloads ask
// from their own threads, so it is a border between threads and the one place of the domain with a lock.
class MediaIndex {
public:
    std::optional<MediaEntry> find(MediaKind kind, const FileName &name) const;
    bool contains(MediaKind kind, const FileName &name) const;
    // `folder` is absolute.
    void put(MediaKind kind, const FileName &name, const QString &folder, CameraId camera, bool open);
    void remove(MediaKind kind, const FileName &name);
    qsizetype size(MediaKind kind) const;

private:
    struct Place {
        CameraId camera;
        bool open = false;
        QString folder;  // its text is shared by all entries of a folder
    };
    using Names = QHash<QString, Place>;

    const Names &names(MediaKind kind) const { return m_names[static_cast<size_t>(kind)]; }

    mutable QReadWriteLock m_lock;
    std::array<Names, 2> m_names;
};

}  // namespace cs

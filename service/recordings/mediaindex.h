#pragma once

#include <array>
#include <optional>
#include <vector>

#include <QHash>
#include <QReadWriteLock>
#include <QSet>
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

    // One name as it was put there: each entry has a greater number than those before it.
    struct Known {
        QString name;
        quint64 number = 0;
    };
    // What a listing of a folder says of the names here: whether one of them is in it, and those that have ended and are
    // not. The entries after `upTo` may have come after the listing, and do not count.
    struct Comparison {
        bool holdsOurs = false;
        std::vector<Known> missing;
    };
    Comparison compare(MediaKind kind, const QSet<QString> &listing, quint64 upTo) const;
    quint64 lastNumber() const;
    // Whether that very entry is still there.
    bool holds(MediaKind kind, const Known &one) const;

private:
    struct Place {
        CameraId camera;
        bool open = false;
        quint64 number = 0;
        QString folder;  // its text is shared by all entries of a folder
    };
    using Names = QHash<QString, Place>;

    const Names &names(MediaKind kind) const { return m_names[static_cast<size_t>(kind)]; }

    mutable QReadWriteLock m_lock;
    std::array<Names, 2> m_names;
    quint64 m_lastNumber = 0;
};

}  // namespace cs

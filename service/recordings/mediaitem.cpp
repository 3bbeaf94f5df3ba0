#include "recordings/mediaitem.h"

#include <QFileInfo>

#include "storage/rows.h"

namespace cs {

MediaItem toMediaItem(const StoredRecording &row)
{
    MediaItem out;
    out.kind = MediaKind::Recording;
    out.file = row.file;
    out.camera = row.camera;
    out.sizeBytes = row.sizeBytes;
    out.createdAt = row.startedAt;
    out.modifiedAt = row.endedAt.value_or(row.startedAt);
    out.open = row.open;
    out.endCause = row.endCause;
    if (!row.open)
        out.duration = std::chrono::microseconds(row.durationUs);
    return out;
}

MediaItem toMediaItem(const StoredSnapshot &row)
{
    MediaItem out;
    out.kind = MediaKind::Snapshot;
    out.file = row.file;
    out.camera = row.camera;
    out.sizeBytes = row.sizeBytes;
    out.createdAt = row.takenAt;
    out.modifiedAt = row.takenAt;
    out.size = QSize(row.width, row.height);
    return out;
}

void measure(MediaItem &item, const QString &path)
{
    const QFileInfo info(path);
    item.sizeBytes = info.size();
    if (info.exists())
        item.modifiedAt = fromMicroseconds(info.lastModified().toMSecsSinceEpoch() * 1000);
}

}  // namespace cs

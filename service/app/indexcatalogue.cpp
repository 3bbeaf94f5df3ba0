#include "app/indexcatalogue.h"

#include <QFileInfo>

namespace cs {

std::optional<ServedFile> IndexCatalogue::find(FileFolder folder, const FileName &name) const
{
    const bool recording = folder == FileFolder::Recordings;
    const auto entry = m_index.find(recording ? MediaKind::Recording : MediaKind::Snapshot, name);
    if (!entry)
        return std::nullopt;
    return ServedFile{QFileInfo(entry->path).absolutePath(), name, entry->camera,
                      recording ? QByteArrayLiteral("video/mp4") : QByteArrayLiteral("image/jpeg")};
}

}  // namespace cs

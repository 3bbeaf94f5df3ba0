#include "http/filecatalogue.h"

namespace cs {

QString toString(FileFolder folder)
{
    switch (folder) {
    case FileFolder::Recordings: return QStringLiteral("recordings");
    case FileFolder::Snapshots: return QStringLiteral("snapshots");
    }
    return {};
}

}  // namespace cs

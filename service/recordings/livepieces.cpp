#include "recordings/livepieces.h"

namespace cs {

QStringList newestPieces(const HlsPlaylist &playlist)
{
    const auto &parts = playlist.parts;
    const qsizetype whole = qsizetype(playlist.segments.size());
    size_t begin = parts.size();
    while (begin > 0 && !parts[begin - 1].independent)
        --begin;
    QStringList out;
    const bool hasKeyFrame = begin > 0;
    if (hasKeyFrame)
        --begin;
    // Nothing after the last whole segment, or no key frame among the parts: segments begin with one.
    const bool startsInSegment = hasKeyFrame && parts[begin].after < whole;
    const bool nothingAfter = parts.empty() || parts.back().after < whole;
    const bool isWholeSegment = startsInSegment && nothingAfter && parts[begin].after == whole - 1
                                && (begin == 0 || parts[begin - 1].after != parts[begin].after);
    if ((!hasKeyFrame || isWholeSegment) && whole > 0) {
        out << playlist.segments.back().file;
        for (const auto &part : parts) {
            if (part.after == whole)
                out << part.file;
        }
        return out;
    }
    for (size_t i = begin; hasKeyFrame && i < parts.size(); ++i)
        out << parts[i].file;
    return out;
}

}  // namespace cs

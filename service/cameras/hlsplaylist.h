#pragma once

#include <vector>

#include <QByteArrayView>
#include <QString>

namespace cs {

// What a probe needs of an HLS playlist (RFC 8216, with the parts of low-latency HLS). Hostile input: names that are
// not plain file names, or too many lines, are left out.
struct HlsPlaylist {
    struct Piece {
        QString file;
        double seconds = 0;
        bool independent = false;  // of a part: begins with a key frame
        qsizetype after = 0;       // of a part: so many of `segments` are listed before it
    };

    QString firstVariant;  // of a master playlist: the playlist with the video
    QString initFile;
    std::vector<Piece> segments;  // whole ones, oldest first, gaps left out
    std::vector<Piece> parts;     // pieces of the newest segments, oldest first

    static HlsPlaylist parse(QByteArrayView text);
};

}  // namespace cs

#pragma once

#include <QStringList>

#include "cameras/hlsplaylist.h"

namespace cs {

// The files of a low-latency HLS playlist that hold its newest picture and what that needs to be decoded: from the last
// key frame to the end, in order. Empty if the playlist has nothing to decode.
QStringList newestPieces(const HlsPlaylist &playlist);

}  // namespace cs

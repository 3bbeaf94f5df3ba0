#pragma once

#include <optional>

#include <QByteArrayView>
#include <QSize>

namespace cs {

// The video track of a fragmented MP4, from its initialisation segment (ISO/IEC 14496-12).
struct Fmp4Track {
    quint32 id = 0;
    quint32 timescale = 0;              // units per second; never 0
    quint32 defaultSampleDuration = 0;  // 0: each fragment says it
    QSize size;                         // of the first sample entry; empty if it says none
};

struct Fmp4Samples {
    qint64 count = 0;
    double seconds = 0;  // 0 if the fragments do not say how long their samples last
};

// Both read hostile bytes: whatever does not hold together is nothing, never a crash and never long work.
std::optional<Fmp4Track> fmp4VideoTrack(QByteArrayView init);
// How many frames of that track the fragments hold and how long they last together.
std::optional<Fmp4Samples> fmp4Samples(QByteArrayView fragments, const Fmp4Track &track);

}  // namespace cs

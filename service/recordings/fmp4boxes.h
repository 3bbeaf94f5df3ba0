#pragma once

#include <chrono>
#include <map>
#include <optional>

#include <QByteArrayView>

namespace cs {

// The clock of one track and how far its samples reach, in its own units.
struct Fmp4Span {
    quint32 timescale = 0;  // units per second; never 0
    quint32 defaultSampleDuration = 0;
    std::optional<quint64> start;  // of the first sample
    quint64 end = 0;               // of the last sample's end
};

// What a file's `moov` says (ISO/IEC 14496-12).
struct Fmp4Header {
    std::map<quint32, Fmp4Span> tracks;
    quint32 timescale = 0;      // of `duration`
    quint64 duration = 0;       // 0 until the writer closed the file
    qint64 durationAt = 0;      // where that number stands, counted from the body of `moov`
    bool wideDuration = false;  // 64 bits instead of 32
};

// Both read hostile bytes: what does not hold together is nothing, never a crash and never work beyond their length.
std::optional<Fmp4Header> readFmp4Header(QByteArrayView moovBody);
// Moves the tracks on by one fragment; false if it makes no sense.
bool addFmp4Fragment(QByteArrayView moofBody, std::map<quint32, Fmp4Span> &tracks);

// From the earliest start to the latest end of all tracks.
std::chrono::microseconds lengthOf(const std::map<quint32, Fmp4Span> &tracks);

}  // namespace cs

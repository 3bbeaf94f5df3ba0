#include "recordings/fmp4boxes.h"

#include <limits>

#include "cameras/mp4boxes.h"

namespace cs {
namespace {

constexpr size_t MaxTracks = 16;
// Far above every real time stamp, low enough that sums cannot overflow.
constexpr quint64 MaxTime = quint64(1) << 61;

struct VersionAndFlags {
    quint8 version;
    quint32 flags;
};

VersionAndFlags versionAndFlags(BigEndianReader &in)
{
    const quint32 word = in.u32();
    return {quint8(word >> 24), word & 0xffffff};
}

bool readMovieHeader(QByteArrayView mvhd, qint64 bodyAt, Fmp4Header &out)
{
    BigEndianReader in(mvhd);
    out.wideDuration = versionAndFlags(in).version == 1;
    in.skip(out.wideDuration ? 16 : 8);
    out.timescale = in.u32();
    out.durationAt = bodyAt + mvhd.size() - in.left();
    out.duration = out.wideDuration ? in.u64() : in.u32();
    return in.isGood() && out.timescale > 0;
}

// Of tkhd (the id) and mdhd (the time scale): two times of four or eight bytes stand before the number.
quint32 numberAfterTimes(QByteArrayView body)
{
    BigEndianReader in(body);
    in.skip(versionAndFlags(in).version == 1 ? 16 : 8);
    const quint32 number = in.u32();
    return in.isGood() ? number : 0;
}

void readTrack(QByteArrayView trak, Fmp4Header &out)
{
    const auto header = findMp4Box(trak, {mp4Type("tkhd")});
    const auto media = findMp4Box(trak, {mp4Type("mdia"), mp4Type("mdhd")});
    if (!header || !media || out.tracks.size() >= MaxTracks)
        return;
    Fmp4Span span;
    span.timescale = numberAfterTimes(*media);
    if (span.timescale > 0)
        out.tracks.emplace(numberAfterTimes(*header), span);
}

void readDefaults(QByteArrayView trex, Fmp4Header &out)
{
    BigEndianReader in(trex);
    in.skip(4);
    const auto track = out.tracks.find(in.u32());
    in.skip(4);
    const quint32 duration = in.u32();
    if (in.isGood() && track != out.tracks.end())
        track->second.defaultSampleDuration = duration;
}

struct FragmentTrack {
    Fmp4Span *span = nullptr;
    quint32 defaultDuration = 0;
};

// Nothing if the box is broken; no span if it is of a track that the header does not know.
std::optional<FragmentTrack> readTrackHeader(QByteArrayView tfhd, std::map<quint32, Fmp4Span> &tracks)
{
    constexpr quint32 hasBaseOffset = 0x1;
    constexpr quint32 hasDescription = 0x2;
    constexpr quint32 hasDuration = 0x8;
    BigEndianReader in(tfhd);
    const quint32 flags = versionAndFlags(in).flags;
    const auto track = tracks.find(in.u32());
    in.skip((flags & hasBaseOffset ? 8 : 0) + (flags & hasDescription ? 4 : 0));
    FragmentTrack out;
    if (track != tracks.end()) {
        out.span = &track->second;
        out.defaultDuration = flags & hasDuration ? in.u32() : out.span->defaultSampleDuration;
    }
    return in.isGood() ? std::optional(out) : std::nullopt;
}

std::optional<quint64> readStart(QByteArrayView tfdt)
{
    BigEndianReader in(tfdt);
    const quint64 start = versionAndFlags(in).version == 1 ? in.u64() : in.u32();
    return in.isGood() && start < MaxTime ? std::optional(start) : std::nullopt;
}

// How long the samples of one run last together.
std::optional<quint64> readRun(QByteArrayView trun, quint32 defaultDuration)
{
    constexpr quint32 hasDataOffset = 0x1;
    constexpr quint32 hasFirstFlags = 0x4;
    constexpr quint32 hasDuration = 0x100;
    constexpr quint32 otherPerSample[] = {0x200, 0x400, 0x800};  // size, flags, composition offset
    BigEndianReader in(trun);
    const quint32 flags = versionAndFlags(in).flags;
    const quint32 count = in.u32();
    in.skip((flags & hasDataOffset ? 4 : 0) + (flags & hasFirstFlags ? 4 : 0));
    if (!in.isGood())
        return std::nullopt;
    if (!(flags & hasDuration))
        return quint64(count) * defaultDuration;
    qsizetype rest = 0;
    for (const quint32 field : otherPerSample)
        rest += flags & field ? 4 : 0;
    // Each sample takes bytes of the box, so a lie about their number ends with the box.
    quint64 units = 0;
    for (quint32 sample = 0; sample < count && in.isGood(); ++sample) {
        units += in.u32();
        in.skip(rest);
    }
    return in.isGood() ? std::optional(units) : std::nullopt;
}

bool addTrackFragment(QByteArrayView traf, std::map<quint32, Fmp4Span> &tracks)
{
    const auto header = findMp4Box(traf, {mp4Type("tfhd")});
    const auto track = header ? readTrackHeader(*header, tracks) : std::nullopt;
    if (!track)
        return false;
    if (!track->span)
        return true;
    const auto tfdt = findMp4Box(traf, {mp4Type("tfdt")});
    const auto start = tfdt ? readStart(*tfdt) : std::optional(track->span->end);
    if (!start)
        return false;
    quint64 at = *start;
    bool good = true;
    eachMp4Box(traf, mp4Type("trun"), [&](QByteArrayView trun) {
        const auto units = good ? readRun(trun, track->defaultDuration) : std::nullopt;
        good = units && *units < MaxTime && at + *units < MaxTime;
        if (good)
            at += *units;
    });
    if (!good)
        return false;
    track->span->start = std::min(track->span->start.value_or(*start), *start);
    track->span->end = std::max(track->span->end, at);
    return true;
}

std::chrono::microseconds toTime(quint64 units, quint32 timescale)
{
    constexpr quint64 micro = 1'000'000;
    const quint64 seconds = units / timescale;
    const quint64 rest = units % timescale;
    if (seconds > quint64(std::numeric_limits<qint64>::max()) / micro - 1)
        return std::chrono::microseconds::max();
    return std::chrono::microseconds(qint64(seconds * micro + rest * micro / timescale));
}

}  // namespace

std::optional<Fmp4Header> readFmp4Header(QByteArrayView moovBody)
{
    const auto mvhd = findMp4Box(moovBody, {mp4Type("mvhd")});
    Fmp4Header out;
    if (!mvhd || !readMovieHeader(*mvhd, mvhd->data() - moovBody.data(), out))
        return std::nullopt;
    eachMp4Box(moovBody, mp4Type("trak"), [&](QByteArrayView trak) { readTrack(trak, out); });
    if (const auto extends = findMp4Box(moovBody, {mp4Type("mvex")}))
        eachMp4Box(*extends, mp4Type("trex"), [&](QByteArrayView trex) { readDefaults(trex, out); });
    return out.tracks.empty() ? std::nullopt : std::optional(out);
}

bool addFmp4Fragment(QByteArrayView moofBody, std::map<quint32, Fmp4Span> &tracks)
{
    bool good = true;
    eachMp4Box(moofBody, mp4Type("traf"), [&](QByteArrayView traf) { good = good && addTrackFragment(traf, tracks); });
    return good;
}

std::chrono::microseconds lengthOf(const std::map<quint32, Fmp4Span> &tracks)
{
    auto first = std::chrono::microseconds::max();
    auto last = std::chrono::microseconds::zero();
    for (const auto &[id, span] : tracks) {
        if (!span.start)
            continue;
        first = std::min(first, toTime(*span.start, span.timescale));
        last = std::max(last, toTime(span.end, span.timescale));
    }
    return last > first ? last - first : std::chrono::microseconds::zero();
}

}  // namespace cs

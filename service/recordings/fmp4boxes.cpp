#include "recordings/fmp4boxes.h"

#include <limits>

#include "cameras/mp4boxes.h"

namespace cs {
namespace {

constexpr size_t MaxTracks = 16;
// Far above every real time stamp, low enough that sums cannot overflow.
constexpr quint64 MaxTime = quint64(1) << 61;

bool readMovieHeader(QByteArrayView mvhd, qint64 bodyAt, Fmp4Header &out)
{
    BigEndianReader in(mvhd);
    out.wideDuration = mp4VersionAndFlags(in).version == 1;
    in.skip(out.wideDuration ? 16 : 8);
    out.timescale = in.u32();
    out.durationAt = bodyAt + mvhd.size() - in.left();
    out.duration = out.wideDuration ? in.u64() : in.u32();
    return in.isGood() && out.timescale > 0;
}

void readTrack(QByteArrayView trak, Fmp4Header &out)
{
    const auto header = findMp4Box(trak, {mp4Type("tkhd")});
    const auto media = findMp4Box(trak, {mp4Type("mdia"), mp4Type("mdhd")});
    if (!header || !media || out.tracks.size() >= MaxTracks)
        return;
    Fmp4Span span;
    span.timescale = mp4NumberAfterTimes(*media);
    if (span.timescale > 0)
        out.tracks.emplace(mp4NumberAfterTimes(*header), span);
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

std::optional<quint64> readStart(QByteArrayView tfdt)
{
    BigEndianReader in(tfdt);
    const quint64 start = mp4VersionAndFlags(in).version == 1 ? in.u64() : in.u32();
    return in.isGood() && start < MaxTime ? std::optional(start) : std::nullopt;
}

bool addTrackFragment(QByteArrayView traf, std::map<quint32, Fmp4Span> &tracks)
{
    const auto tfhd = findMp4Box(traf, {mp4Type("tfhd")});
    const auto header = tfhd ? readMp4FragmentHeader(*tfhd) : std::nullopt;
    if (!header)
        return false;
    const auto known = tracks.find(header->track);
    // The header of the file says nothing of such a track.
    if (known == tracks.end())
        return true;
    Fmp4Span &span = known->second;
    const auto tfdt = findMp4Box(traf, {mp4Type("tfdt")});
    const auto start = tfdt ? readStart(*tfdt) : std::optional(span.end);
    if (!start)
        return false;
    quint64 at = *start;
    bool good = true;
    eachMp4Box(traf, mp4Type("trun"), [&](QByteArrayView trun) {
        const auto run = good ? readMp4Run(trun, header->sampleDuration.value_or(span.defaultSampleDuration))
                              : std::nullopt;
        good = run && run->units < MaxTime && at + run->units < MaxTime;
        if (good)
            at += run->units;
    });
    if (!good)
        return false;
    span.start = std::min(span.start.value_or(*start), *start);
    span.end = std::max(span.end, at);
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

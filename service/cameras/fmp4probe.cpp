#include "cameras/fmp4probe.h"

#include "cameras/mp4boxes.h"

namespace cs {
namespace {

// More frames than any piece of live video holds.
constexpr qint64 MaxSamples = 100'000;

quint8 version(BigEndianReader &in)
{
    const quint8 out = in.u8();
    in.skip(3);
    return out;
}

quint32 flags(BigEndianReader &in)
{
    return in.u32() & 0xffffff;
}

// Of tkhd and mdhd: two times of four or eight bytes stand before the number.
quint32 numberAfterTimes(QByteArrayView body)
{
    BigEndianReader in(body);
    in.skip(version(in) == 1 ? 16 : 8);
    const quint32 out = in.u32();
    return in.isGood() ? out : 0;
}

// A visual sample entry: 24 bytes of other things, then width and height.
QSize pictureSize(QByteArrayView stsd)
{
    BigEndianReader entries(stsd);
    entries.skip(8);
    const auto entry = nextMp4Box(entries);
    if (!entry)
        return {};
    BigEndianReader in(entry->body);
    in.skip(24);
    const int width = in.u16();
    const int height = in.u16();
    return in.isGood() && width > 0 && height > 0 ? QSize(width, height) : QSize();
}

std::optional<Fmp4Track> videoTrack(QByteArrayView trak)
{
    const auto handler = findMp4Box(trak, {mp4Type("mdia"), mp4Type("hdlr")});
    const auto header = findMp4Box(trak, {mp4Type("tkhd")});
    const auto media = findMp4Box(trak, {mp4Type("mdia"), mp4Type("mdhd")});
    if (!handler || !header || !media)
        return std::nullopt;
    BigEndianReader in(*handler);
    in.skip(8);
    if (in.u32() != mp4Type("vide"))
        return std::nullopt;
    Fmp4Track out;
    out.id = numberAfterTimes(*header);
    out.timescale = numberAfterTimes(*media);
    if (const auto entries = findMp4Box(trak, {mp4Type("mdia"), mp4Type("minf"), mp4Type("stbl"), mp4Type("stsd")}))
        out.size = pictureSize(*entries);
    return out.timescale > 0 ? std::optional(out) : std::nullopt;
}

// The sample duration that holds for one fragment of the track; nothing if it is another track's.
std::optional<quint32> fragmentDefault(QByteArrayView tfhd, const Fmp4Track &track)
{
    constexpr quint32 hasBaseOffset = 0x1;
    constexpr quint32 hasDescription = 0x2;
    constexpr quint32 hasDuration = 0x8;
    BigEndianReader in(tfhd);
    const quint32 has = flags(in);
    if (in.u32() != track.id)
        return std::nullopt;
    in.skip((has & hasBaseOffset ? 8 : 0) + (has & hasDescription ? 4 : 0));
    const quint32 duration = has & hasDuration ? in.u32() : track.defaultSampleDuration;
    return in.isGood() ? std::optional(duration) : std::nullopt;
}

struct Run {
    qint64 count = 0;
    quint64 units = 0;
};

std::optional<Run> readRun(QByteArrayView trun, quint32 defaultDuration)
{
    constexpr quint32 hasDataOffset = 0x1;
    constexpr quint32 hasFirstFlags = 0x4;
    constexpr quint32 hasDuration = 0x100;
    constexpr quint32 perSample[] = {0x200, 0x400, 0x800};  // size, flags, composition offset
    BigEndianReader in(trun);
    const quint32 has = flags(in);
    Run out;
    out.count = in.u32();
    in.skip((has & hasDataOffset ? 4 : 0) + (has & hasFirstFlags ? 4 : 0));
    if (!in.isGood() || out.count > MaxSamples)
        return std::nullopt;
    if (!(has & hasDuration)) {
        out.units = quint64(out.count) * defaultDuration;
        return out;
    }
    qsizetype rest = 0;
    for (const quint32 field : perSample)
        rest += has & field ? 4 : 0;
    for (qint64 sample = 0; sample < out.count; ++sample) {
        out.units += in.u32();
        in.skip(rest);
    }
    return in.isGood() ? std::optional(out) : std::nullopt;
}

}  // namespace

std::optional<Fmp4Track> fmp4VideoTrack(QByteArrayView init)
{
    const auto moov = findMp4Box(init, {mp4Type("moov")});
    if (!moov)
        return std::nullopt;
    std::optional<Fmp4Track> out;
    eachMp4Box(*moov, mp4Type("trak"), [&](QByteArrayView trak) {
        if (!out)
            out = videoTrack(trak);
    });
    const auto extends = findMp4Box(*moov, {mp4Type("mvex")});
    if (!out || !extends)
        return out;
    eachMp4Box(*extends, mp4Type("trex"), [&](QByteArrayView trex) {
        BigEndianReader in(trex);
        in.skip(4);
        const bool isOurs = in.u32() == out->id;
        in.skip(4);
        const quint32 duration = in.u32();
        if (isOurs && in.isGood())
            out->defaultSampleDuration = duration;
    });
    return out;
}

std::optional<Fmp4Samples> fmp4Samples(QByteArrayView fragments, const Fmp4Track &track)
{
    Run total;
    bool good = track.timescale > 0;
    const auto onTrack = [&](QByteArrayView traf) {
        const auto header = findMp4Box(traf, {mp4Type("tfhd")});
        const auto duration = header ? fragmentDefault(*header, track) : std::nullopt;
        if (!duration)
            return;
        eachMp4Box(traf, mp4Type("trun"), [&](QByteArrayView trun) {
            const auto run = good ? readRun(trun, *duration) : std::nullopt;
            good = run && total.count + run->count <= MaxSamples;
            if (good)
                total = {total.count + run->count, total.units + run->units};
        });
    };
    eachMp4Box(fragments, mp4Type("moof"), [&](QByteArrayView moof) { eachMp4Box(moof, mp4Type("traf"), onTrack); });
    if (!good || total.count == 0)
        return std::nullopt;
    return Fmp4Samples{total.count, double(total.units) / double(track.timescale)};
}

}  // namespace cs

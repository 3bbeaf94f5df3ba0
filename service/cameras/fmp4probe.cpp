#include "cameras/fmp4probe.h"

#include "cameras/mp4boxes.h"

namespace cs {
namespace {

// More frames than any piece of live video holds.
constexpr qint64 MaxSamples = 100'000;

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
    out.id = mp4NumberAfterTimes(*header);
    out.timescale = mp4NumberAfterTimes(*media);
    if (const auto entries = findMp4Box(trak, {mp4Type("mdia"), mp4Type("minf"), mp4Type("stbl"), mp4Type("stsd")}))
        out.size = pictureSize(*entries);
    return out.timescale > 0 ? std::optional(out) : std::nullopt;
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
    Fmp4Samples total;
    quint64 units = 0;
    bool good = track.timescale > 0;
    const auto onTrack = [&](QByteArrayView traf) {
        const auto tfhd = findMp4Box(traf, {mp4Type("tfhd")});
        const auto header = tfhd ? readMp4FragmentHeader(*tfhd) : std::nullopt;
        if (!header || header->track != track.id)
            return;
        const quint32 duration = header->sampleDuration.value_or(track.defaultSampleDuration);
        eachMp4Box(traf, mp4Type("trun"), [&](QByteArrayView trun) {
            const auto run = good ? readMp4Run(trun, duration) : std::nullopt;
            good = run && total.count + run->count <= MaxSamples;
            if (good) {
                total.count += run->count;
                units += run->units;
            }
        });
    };
    eachMp4Box(fragments, mp4Type("moof"), [&](QByteArrayView moof) { eachMp4Box(moof, mp4Type("traf"), onTrack); });
    if (!good || total.count == 0)
        return std::nullopt;
    total.seconds = double(units) / double(track.timescale);
    return total;
}

}  // namespace cs

#include "cameras/mp4boxes.h"

namespace cs {

std::optional<Mp4Box> nextMp4Box(BigEndianReader &in)
{
    constexpr quint64 extendsToEnd = 0;
    constexpr quint64 hasLongSize = 1;
    constexpr quint64 shortHeader = 8;
    constexpr quint64 longHeader = 16;
    if (quint64(in.left()) < shortHeader)
        return std::nullopt;
    quint64 size = in.u32();
    quint64 header = shortHeader;
    const quint32 type = in.u32();
    if (size == hasLongSize) {
        size = in.u64();
        header = longHeader;
    } else if (size == extendsToEnd) {
        size = header + quint64(in.left());
    }
    if (!in.isGood() || size < header || size - header > quint64(in.left()))
        return std::nullopt;
    return Mp4Box{type, in.take(qsizetype(size - header))};
}

Mp4VersionAndFlags mp4VersionAndFlags(BigEndianReader &in)
{
    const quint32 word = in.u32();
    return {quint8(word >> 24), word & 0xffffff};
}

quint32 mp4NumberAfterTimes(QByteArrayView body)
{
    BigEndianReader in(body);
    in.skip(mp4VersionAndFlags(in).version == 1 ? 16 : 8);
    const quint32 number = in.u32();
    return in.isGood() ? number : 0;
}

std::optional<Mp4FragmentHeader> readMp4FragmentHeader(QByteArrayView tfhd)
{
    constexpr quint32 hasBaseOffset = 0x1;
    constexpr quint32 hasDescription = 0x2;
    constexpr quint32 hasDuration = 0x8;
    BigEndianReader in(tfhd);
    const quint32 flags = mp4VersionAndFlags(in).flags;
    Mp4FragmentHeader out;
    out.track = in.u32();
    in.skip((flags & hasBaseOffset ? 8 : 0) + (flags & hasDescription ? 4 : 0));
    if (flags & hasDuration)
        out.sampleDuration = in.u32();
    return in.isGood() ? std::optional(out) : std::nullopt;
}

std::optional<Mp4Run> readMp4Run(QByteArrayView trun, quint32 defaultDuration)
{
    constexpr quint32 hasDataOffset = 0x1;
    constexpr quint32 hasFirstFlags = 0x4;
    constexpr quint32 hasDuration = 0x100;
    constexpr quint32 otherPerSample[] = {0x200, 0x400, 0x800};  // size, flags, composition offset
    BigEndianReader in(trun);
    const quint32 flags = mp4VersionAndFlags(in).flags;
    Mp4Run out;
    out.count = in.u32();
    in.skip((flags & hasDataOffset ? 4 : 0) + (flags & hasFirstFlags ? 4 : 0));
    if (!in.isGood())
        return std::nullopt;
    if (!(flags & hasDuration)) {
        out.units = quint64(out.count) * defaultDuration;
        return out;
    }
    qsizetype rest = 0;
    for (const quint32 field : otherPerSample)
        rest += flags & field ? 4 : 0;
    // Each sample takes bytes of the box, so a lie about their number ends with the box.
    for (quint32 sample = 0; sample < out.count && in.isGood(); ++sample) {
        out.units += in.u32();
        in.skip(rest);
    }
    return in.isGood() ? std::optional(out) : std::nullopt;
}

std::optional<QByteArrayView> findMp4Box(QByteArrayView in, std::initializer_list<quint32> chain)
{
    for (const quint32 wanted : chain) {
        std::optional<QByteArrayView> found;
        eachMp4Box(in, wanted, [&](QByteArrayView body) {
            if (!found)
                found = body;
        });
        if (!found)
            return std::nullopt;
        in = *found;
    }
    return in;
}

}  // namespace cs

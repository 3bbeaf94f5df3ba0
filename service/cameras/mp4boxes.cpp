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

#include "recordings/jpegheader.h"

#include "cameras/mp4boxes.h"

namespace cs {
namespace {

constexpr quint16 StartOfImage = 0xffd8;
constexpr quint16 EndOfImage = 0xffd9;
constexpr quint16 StartOfScan = 0xffda;

// C0 to CF say how the picture is coded, except for three that carry tables.
bool isFrameHeader(quint16 marker)
{
    return marker >= 0xffc0 && marker <= 0xffcf && marker != 0xffc4 && marker != 0xffc8 && marker != 0xffcc;
}

}  // namespace

std::optional<QSize> jpegSize(QByteArrayView jpeg)
{
    BigEndianReader in(jpeg);
    if (in.u16() != StartOfImage || BigEndianReader(jpeg.last(std::min<qsizetype>(2, jpeg.size()))).u16() != EndOfImage)
        return std::nullopt;
    while (in.isGood()) {
        const quint16 marker = in.u16();
        const qsizetype length = in.u16();
        if (marker < 0xffc0 || marker == StartOfScan || length < 2)
            return std::nullopt;
        BigEndianReader body(in.take(length - 2));
        if (!isFrameHeader(marker))
            continue;
        body.skip(1);
        const int height = body.u16();
        const int width = body.u16();
        return body.isGood() && width > 0 && height > 0 ? std::optional(QSize(width, height)) : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace cs

#include "video/picturescaler.h"

#include <algorithm>

namespace cs {

namespace {

// FFmpeg's fast paths write a little past the end of a line.
constexpr int LineAlignment = 64;

QImage paddedImage(QSize size)
{
    const int lineBytes = (size.width() * 4 + LineAlignment - 1) / LineAlignment * LineAlignment;
    auto *bytes = static_cast<uchar *>(av_malloc(size_t(lineBytes) * size_t(size.height()) + LineAlignment));
    if (!bytes)
        return {};
    return QImage(
        bytes, size.width(), size.height(), lineBytes, QImage::Format_RGB32, [](void *memory) { av_free(memory); },
        bytes);
}

}  // namespace

QSize PictureScaler::shownSize(const AVFrame &frame, QSize target)
{
    QSize size(frame.width, frame.height);
    const AVRational shape = frame.sample_aspect_ratio;
    // Within reason: the ratio comes from the stream.
    if (shape.num > 0 && shape.den > 0 && shape.num / shape.den < 8 && shape.den / shape.num < 8) {
        if (shape.num > shape.den)
            size.setHeight(int(qint64(size.height()) * shape.den / shape.num));
        else
            size.setWidth(int(qint64(size.width()) * shape.num / shape.den));
    }
    if (!target.isEmpty() && (size.width() > target.width() || size.height() > target.height()))
        size.scale(target, Qt::KeepAspectRatio);
    return size.expandedTo(QSize(1, 1));
}

PictureScaler::Shape PictureScaler::shapeOf(const AVFrame &frame, QSize target)
{
    Shape shape;
    shape.from = QSize(frame.width, frame.height);
    shape.to = shownSize(frame, target);
    shape.format = frame.format;
    shape.colours = frame.colorspace;
    if (shape.colours == AVCOL_SPC_UNSPECIFIED)
        shape.colours = frame.height >= 720 ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M;
    shape.fullRange = frame.color_range == AVCOL_RANGE_JPEG || frame.format == AV_PIX_FMT_YUVJ420P
                      || frame.format == AV_PIX_FMT_YUVJ422P || frame.format == AV_PIX_FMT_YUVJ444P;
    return shape;
}

bool PictureScaler::prepare(const Shape &shape)
{
    if (m_context && shape == m_shape)
        return true;
    m_context.reset(sws_getContext(shape.from.width(), shape.from.height(), AVPixelFormat(shape.format),
                                   shape.to.width(), shape.to.height(), AV_PIX_FMT_RGB32, SWS_FAST_BILINEAR, nullptr,
                                   nullptr, nullptr));
    if (!m_context)
        return false;
    m_shape = shape;
    sws_setColorspaceDetails(m_context.get(), sws_getCoefficients(shape.colours), shape.fullRange,
                             sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, 1 << 16, 1 << 16);
    return true;
}

QImage PictureScaler::scale(const AVFrame &frame, QSize target)
{
    const Shape shape = shapeOf(frame, target);
    if (!prepare(shape))
        return {};
    QImage picture = paddedImage(shape.to);
    if (picture.isNull())
        return {};
    uint8_t *const lines[4] = {picture.bits(), nullptr, nullptr, nullptr};
    const int lineBytes[4] = {int(picture.bytesPerLine()), 0, 0, 0};
    if (sws_scale(m_context.get(), frame.data, frame.linesize, 0, frame.height, lines, lineBytes) <= 0)
        return {};
    return picture;
}

}  // namespace cs

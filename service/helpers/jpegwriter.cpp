#include "helpers/jpegwriter.h"

#include <utility>

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace cs {
namespace {

// A stream that does not say which colours it has is taken as players take it: HD is BT.709, less is BT.601.
int coefficientsOf(const AVFrame &picture)
{
    constexpr int hdHeight = 720;
    switch (picture.colorspace) {
    case AVCOL_SPC_BT709: return SWS_CS_ITU709;
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL: return SWS_CS_BT2020;
    case AVCOL_SPC_SMPTE240M: return SWS_CS_SMPTE240M;
    case AVCOL_SPC_FCC: return SWS_CS_FCC;
    case AVCOL_SPC_UNSPECIFIED: return picture.height >= hdHeight ? SWS_CS_ITU709 : SWS_CS_ITU601;
    default: return SWS_CS_ITU601;
    }
}

// The old names of full-range formats mean the same layout and a range; swscale wants them apart.
std::pair<AVPixelFormat, bool> layoutOf(const AVFrame &picture)
{
    const bool isFull = picture.color_range == AVCOL_RANGE_JPEG;
    switch (picture.format) {
    case AV_PIX_FMT_YUVJ420P: return {AV_PIX_FMT_YUV420P, true};
    case AV_PIX_FMT_YUVJ422P: return {AV_PIX_FMT_YUV422P, true};
    case AV_PIX_FMT_YUVJ444P: return {AV_PIX_FMT_YUV444P, true};
    default: return {AVPixelFormat(picture.format), isFull};
    }
}

AvPtr<AVFrame> toJpegColours(const AVFrame &picture)
{
    const auto [format, isFull] = layoutOf(picture);
    AvPtr<AVFrame> out(av_frame_alloc());
    if (!out)
        return nullptr;
    out->format = AV_PIX_FMT_YUVJ420P;
    out->width = picture.width;
    out->height = picture.height;
    out->color_range = AVCOL_RANGE_JPEG;
    // The layout's plain name: swscale takes a "J" format's range from its name and ignores what is set below.
    const AvPtr<SwsContext> scaler(sws_getContext(picture.width, picture.height, format, picture.width, picture.height,
                                                  AV_PIX_FMT_YUV420P, SWS_BICUBIC, nullptr, nullptr, nullptr));
    if (!scaler || av_frame_get_buffer(out.get(), 0) < 0)
        return nullptr;
    constexpr int unchanged = 1 << 16;
    sws_setColorspaceDetails(scaler.get(), sws_getCoefficients(coefficientsOf(picture)), isFull ? 1 : 0,
                             sws_getCoefficients(SWS_CS_ITU601), 1, 0, unchanged, unchanged);
    const int lines = sws_scale(scaler.get(), picture.data, picture.linesize, 0, picture.height, out->data,
                                out->linesize);
    return lines == picture.height ? std::move(out) : nullptr;
}

AvPtr<AVCodecContext> openEncoder(const AVFrame &picture, int quality)
{
    const AVCodec *codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
    AvPtr<AVCodecContext> context(codec ? avcodec_alloc_context3(codec) : nullptr);
    if (!context)
        return nullptr;
    context->width = picture.width;
    context->height = picture.height;
    context->pix_fmt = AV_PIX_FMT_YUVJ420P;
    context->color_range = AVCOL_RANGE_JPEG;
    context->time_base = {1, 1};
    context->flags |= AV_CODEC_FLAG_QSCALE;
    context->global_quality = quality * FF_QP2LAMBDA;
    context->thread_count = 1;
    return avcodec_open2(context.get(), codec, nullptr) >= 0 ? std::move(context) : nullptr;
}

}  // namespace

std::vector<uint8_t> writeJpeg(const AVFrame &picture, int quality, std::string &error)
{
    error = "the picture cannot be encoded";
    const auto colours = toJpegColours(picture);
    const auto encoder = colours ? openEncoder(*colours, quality) : nullptr;
    const AvPtr<AVPacket> packet(av_packet_alloc());
    if (!encoder || !packet)
        return {};
    colours->quality = encoder->global_quality;
    colours->pts = 0;
    if (avcodec_send_frame(encoder.get(), colours.get()) < 0 || avcodec_send_frame(encoder.get(), nullptr) < 0)
        return {};
    if (avcodec_receive_packet(encoder.get(), packet.get()) < 0)
        return {};
    return {packet->data, packet->data + packet->size};
}

}  // namespace cs

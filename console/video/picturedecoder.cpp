#include "video/picturedecoder.h"

namespace cs {

namespace {

// What cameras send. Decoders for other things are many, old and little tried.
bool isCameraCodec(AVCodecID id)
{
    switch (id) {
    case AV_CODEC_ID_H264:
    case AV_CODEC_ID_HEVC:
    case AV_CODEC_ID_AV1:
    case AV_CODEC_ID_VP8:
    case AV_CODEC_ID_VP9:
    case AV_CODEC_ID_MPEG4:
    case AV_CODEC_ID_MJPEG: return true;
    default: return false;
    }
}

// So many packets in a row without a picture are a stream that cannot be shown.
constexpr int MostRefused = 300;

}  // namespace

std::optional<VideoProblem> PictureDecoder::open(const AVStream &stream, qint64 maxPixels)
{
    m_maxPixels = maxPixels;
    const AVCodecParameters &parameters = *stream.codecpar;
    const AVCodec *codec = isCameraCodec(parameters.codec_id) ? avcodec_find_decoder(parameters.codec_id) : nullptr;
    if (!codec)
        return VideoProblem{
            VideoSource::Codec,
            QStringLiteral("no decoder for %1").arg(QLatin1String(avcodec_get_name(parameters.codec_id)))};
    if (qint64(parameters.width) * parameters.height > maxPixels)
        return VideoProblem{
            VideoSource::Codec,
            QStringLiteral("pictures of %1x%2 are too large").arg(parameters.width).arg(parameters.height)};
    m_context.reset(avcodec_alloc_context3(codec));
    if (!m_context || avcodec_parameters_to_context(m_context.get(), &parameters) < 0)
        return VideoProblem{VideoSource::Codec, QStringLiteral("the description of the stream is broken")};
    // A thread each is enough: many small pictures share the cores better than each picture alone.
    m_context->thread_count = 1;
    m_context->max_pixels = maxPixels;
    m_context->pkt_timebase = stream.time_base;
    const int error = avcodec_open2(m_context.get(), codec, nullptr);
    if (error < 0)
        return VideoProblem{VideoSource::Codec, QStringLiteral("%1 cannot be decoded").arg(QLatin1String(codec->name))};
    return {};
}

void PictureDecoder::send(const AVPacket *packet)
{
    if (avcodec_send_packet(m_context.get(), packet) < 0 && packet)
        ++m_refused;
}

PictureDecoder::Outcome PictureDecoder::receive(AVFrame &frame)
{
    for (;;) {
        const int error = avcodec_receive_frame(m_context.get(), &frame);
        if (error == AVERROR_EOF)
            return Outcome::End;
        if (error < 0)
            return m_refused > MostRefused ? Outcome::Unusable : Outcome::NeedsPacket;
        if (qint64(frame.width) * frame.height > m_maxPixels)
            return Outcome::Unusable;
        m_refused = 0;
        // Of a stream that was joined or cut in the middle: grey patches.
        if (!(frame.flags & AV_FRAME_FLAG_CORRUPT))
            return Outcome::Frame;
    }
}

void PictureDecoder::flush()
{
    avcodec_flush_buffers(m_context.get());
}

}  // namespace cs

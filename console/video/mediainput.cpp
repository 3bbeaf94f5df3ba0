#include "video/mediainput.h"

#include <algorithm>
#include <mutex>

extern "C" {
#include <libavutil/mem.h>
}

namespace cs {

namespace {

constexpr AVRational Milliseconds{1, 1000};
constexpr int IoBufferSize = 32 * 1024;
// A file without an index is scanned whole; as long as it keeps coming it may take so long.
constexpr std::chrono::seconds LongestScan(30);
constexpr std::chrono::milliseconds Farewell(200);
// No picture of a camera, and no index of a minute's file, needs more in one piece.
constexpr size_t LargestAllocation = 96 * 1024 * 1024;

// FFmpeg would write addresses, with their tokens, to stderr, and would believe any size that a stream gives.
void tameFfmpeg()
{
    static std::once_flag once;
    std::call_once(once, [] {
        av_log_set_level(AV_LOG_QUIET);
        av_max_alloc(LargestAllocation);
    });
}

QString textOf(int error)
{
    char text[AV_ERROR_MAX_STRING_SIZE] = {};
    av_strerror(error, text, sizeof(text));
    return QString::fromUtf8(text);
}

}  // namespace

MediaInput::MediaInput(Patience &patience, VideoSource::Options options)
    : m_patience(patience),
      m_options(std::move(options))
{
    tameFfmpeg();
}

MediaInput::~MediaInput()
{
    // Closing tells an RTSP server good-bye, which must not wait for one that hangs.
    m_patience.allowFarewell(Farewell);
    m_format.reset();
}

std::optional<VideoProblem> MediaInput::open(const QUrl &url)
{
    m_host = url.host();
    const QString scheme = url.scheme();
    const bool web = scheme == u"http" || scheme == u"https";
    if (m_host.isEmpty() || (!web && scheme != u"rtsp")
        || web != (m_options.kind == VideoSource::Options::Kind::Recording))
        return VideoProblem{VideoSource::Refused,
                            QStringLiteral("no address of a %1: %2://...")
                                .arg(web ? QStringLiteral("live picture") : QStringLiteral("video"), scheme.left(16))};
    auto problem = web ? openHttp(url) : openRtsp(url);
    return problem ? problem : findVideo();
}

std::optional<VideoProblem> MediaInput::openRtsp(const QUrl &url)
{
    m_patience.allow(m_options.patience);
    AVDictionary *settings = nullptr;
    av_dict_set(&settings, "rtsp_transport", "tcp", 0);
    av_dict_set(&settings, "allowed_media_types", "video", 0);
    av_dict_set(&settings, "protocol_whitelist", "rtsp,rtp,tcp", 0);
    av_dict_set(&settings, "fflags", "nobuffer", 0);
    return openDemuxer(url.toEncoded(QUrl::RemoveFragment).constData(), "rtsp", settings);
}

std::optional<VideoProblem> MediaInput::openHttp(const QUrl &url)
{
    m_patience.allow(m_options.patience, std::max<std::chrono::milliseconds>(m_options.patience, LongestScan));
    m_file = std::make_unique<HttpFile>(url, m_patience, m_options.certificatePin);
    if (auto problem = m_file->open())
        return problem;
    auto *buffer = static_cast<unsigned char *>(av_malloc(IoBufferSize));
    m_bytes.reset(
        avio_alloc_context(buffer, IoBufferSize, 0, this, &MediaInput::readBytes, nullptr, &MediaInput::moveTo));
    if (!m_bytes) {
        av_free(buffer);
        return VideoProblem{VideoSource::Lost, QStringLiteral("out of memory")};
    }
    AVDictionary *settings = nullptr;
    av_dict_set(&settings, "protocol_whitelist", "none", 0);
    return openDemuxer("", "mov", settings);
}

std::optional<VideoProblem> MediaInput::openDemuxer(const char *address, const char *format, AVDictionary *settings)
{
    AVFormatContext *context = avformat_alloc_context();
    if (!context) {
        av_dict_free(&settings);
        return VideoProblem{VideoSource::Lost, QStringLiteral("out of memory")};
    }
    context->interrupt_callback = {&Patience::callback, &m_patience};
    context->pb = m_bytes.get();
    // On failure it frees the context.
    const int error = avformat_open_input(&context, address, av_find_input_format(format), &settings);
    av_dict_free(&settings);
    m_format.reset(context);
    if (error < 0)
        return problemOf(error);
    return {};
}

std::optional<VideoProblem> MediaInput::findVideo()
{
    const auto videoStream = [this] {
        for (unsigned i = 0; i < m_format->nb_streams; ++i)
            if (m_format->streams[i]->codecpar->codec_type == AVMEDIA_TYPE_VIDEO)
                return m_format->streams[i];
        return static_cast<AVStream *>(nullptr);
    };
    m_stream = videoStream();
    if (!m_stream)
        return VideoProblem{VideoSource::Codec, QStringLiteral("%1 sends no video").arg(m_host)};
    const AVCodecParameters &parameters = *m_stream->codecpar;
    // What the description of the stream says is enough to begin; looking for more costs seconds.
    const bool described = parameters.codec_id != AV_CODEC_ID_NONE && parameters.extradata_size > 0;
    if (!described) {
        m_format->max_analyze_duration = 2 * AV_TIME_BASE;
        const int error = avformat_find_stream_info(m_format.get(), nullptr);
        if (error < 0 || m_patience.interrupted())
            return problemOf(error);
    }
    for (unsigned i = 0; i < m_format->nb_streams; ++i)
        if (m_format->streams[i] != m_stream)
            m_format->streams[i]->discard = AVDISCARD_ALL;
    m_start = m_stream->start_time == AV_NOPTS_VALUE ? 0 : m_stream->start_time;
    return {};
}

MediaInput::Read MediaInput::read(AVPacket &packet)
{
    for (;;) {
        m_patience.allow(m_options.patience);
        av_packet_unref(&packet);
        const int error = av_read_frame(m_format.get(), &packet);
        // An interrupted call may still hand out what it had; it is old.
        if (m_patience.interrupted() || (error < 0 && error != AVERROR_EOF) || (m_file && m_file->problem())) {
            m_problem = m_file && m_file->problem() ? *m_file->problem() : problemOf(error);
            // It was open: "no answer in time" is about opening.
            if (m_problem.why == VideoSource::Timeout)
                m_problem.why = VideoSource::Lost;
            return Read::Failed;
        }
        if (error == AVERROR_EOF)
            return Read::End;
        if (packet.stream_index == m_stream->index)
            return Read::Packet;
    }
}

bool MediaInput::seek(qint64 pts)
{
    m_patience.allow(m_options.patience);
    // Past errors of the byte stream would be reported again.
    m_bytes->error = 0;
    m_bytes->eof_reached = 0;
    const int error = av_seek_frame(m_format.get(), m_stream->index, pts, AVSEEK_FLAG_BACKWARD);
    if (error >= 0)
        return true;
    m_problem = m_file->problem() ? *m_file->problem() : problemOf(error);
    return false;
}

std::chrono::milliseconds MediaInput::duration() const
{
    if (m_options.kind == VideoSource::Options::Kind::Live)
        return {};
    if (m_stream->duration > 0)
        return std::chrono::milliseconds(
            av_rescale_q_rnd(m_stream->duration, m_stream->time_base, Milliseconds, AV_ROUND_UP));
    if (m_format->duration > 0)
        return std::chrono::milliseconds(m_format->duration / (AV_TIME_BASE / 1000));
    const int entries = avformat_index_get_entries_count(m_stream);
    const AVIndexEntry *last = entries > 0 ? avformat_index_get_entry(m_stream, entries - 1) : nullptr;
    return last ? positionOf(last->timestamp) : std::chrono::milliseconds(0);
}

std::chrono::milliseconds MediaInput::positionOf(qint64 pts) const
{
    const qint64 ms = av_rescale_q_rnd(pts - m_start, m_stream->time_base, Milliseconds, AV_ROUND_UP);
    return std::chrono::milliseconds(std::max<qint64>(ms, 0));
}

qint64 MediaInput::ptsOf(std::chrono::milliseconds position) const
{
    return m_start + av_rescale_q_rnd(position.count(), Milliseconds, m_stream->time_base, AV_ROUND_DOWN);
}

VideoProblem MediaInput::problemOf(int error) const
{
    // A call that was cut short says whatever it likes, so our own clock comes first.
    if (m_patience.expired())
        return {VideoSource::Timeout, QStringLiteral("%1 sent nothing in time").arg(m_host)};
    if (m_file && m_file->problem())
        return *m_file->problem();
    auto why = VideoSource::Lost;
    switch (error) {
    case AVERROR(ECONNREFUSED): why = VideoSource::Refused; break;
    case AVERROR(ETIMEDOUT): why = VideoSource::Timeout; break;
    case AVERROR_HTTP_UNAUTHORIZED:
    case AVERROR_HTTP_FORBIDDEN: why = VideoSource::Auth; break;
    case AVERROR_HTTP_NOT_FOUND: why = VideoSource::NotFound; break;
    case AVERROR_INVALIDDATA:
    case AVERROR_PATCHWELCOME: why = VideoSource::Codec; break;
    default: break;
    }
    return {why, QStringLiteral("%1: %2").arg(m_host, textOf(error))};
}

int MediaInput::readBytes(void *self, uint8_t *to, int size)
{
    auto &input = *static_cast<MediaInput *>(self);
    if (input.m_patience.interrupted())
        return AVERROR_EXIT;
    const qint64 got = input.m_file->read(input.m_filePosition, reinterpret_cast<char *>(to), size);
    if (got < 0)
        return AVERROR(EIO);
    input.m_filePosition += got;
    return got == 0 ? AVERROR_EOF : int(got);
}

int64_t MediaInput::moveTo(void *self, int64_t offset, int whence)
{
    auto &input = *static_cast<MediaInput *>(self);
    switch (whence & ~AVSEEK_FORCE) {
    case AVSEEK_SIZE: return input.m_file->size();
    case SEEK_SET: break;
    case SEEK_CUR: offset += input.m_filePosition; break;
    case SEEK_END: offset += input.m_file->size(); break;
    default: return AVERROR(EINVAL);
    }
    if (offset < 0)
        return AVERROR(EINVAL);
    return input.m_filePosition = offset;
}

}  // namespace cs

#include "helpers/framereader.h"

#include <algorithm>
#include <cstring>

namespace cs {
namespace {

constexpr int64_t MaxPixels = 100'000'000;
constexpr int IoBufferSize = 64 * 1024;
// More threads cost more to start than they win on a second or two of video.
constexpr int DecoderThreads = 2;

// What FFmpeg reads from instead of a file.
struct Memory {
    const uint8_t *data;
    int64_t size;
    int64_t at = 0;
};

int readMemory(void *opaque, uint8_t *out, int count)
{
    auto *const memory = static_cast<Memory *>(opaque);
    const int64_t got = std::min<int64_t>(count, memory->size - memory->at);
    if (got <= 0)
        return AVERROR_EOF;
    std::memcpy(out, memory->data + memory->at, size_t(got));
    memory->at += got;
    return int(got);
}

int64_t seekMemory(void *opaque, int64_t offset, int whence)
{
    auto *const memory = static_cast<Memory *>(opaque);
    if (whence == AVSEEK_SIZE)
        return memory->size;
    int64_t target = offset;
    if (whence == SEEK_CUR)
        target += memory->at;
    else if (whence == SEEK_END)
        target += memory->size;
    if (target < 0 || target > memory->size)
        return AVERROR(EINVAL);
    memory->at = target;
    return target;
}

// An MP4 may name other files; none is ever opened.
int refuseToOpen(AVFormatContext *, AVIOContext **, const char *, int, AVDictionary **)
{
    return AVERROR(EPERM);
}

std::string words(const char *what, int code)
{
    char text[AV_ERROR_MAX_STRING_SIZE] = {};
    av_strerror(code, text, sizeof text);
    return std::string(what) + ": " + text;
}

AvPtr<AVFormatContext> openInput(AVIOContext *io, std::string &error)
{
    AVFormatContext *context = avformat_alloc_context();
    if (!context)
        return nullptr;
    context->pb = io;
    context->flags |= AVFMT_FLAG_CUSTOM_IO;
    context->io_open = refuseToOpen;
    context->max_streams = 16;
    const int code = avformat_open_input(&context, nullptr, av_find_input_format("mov"), nullptr);
    if (code < 0) {
        error = words("the video cannot be read", code);
        return nullptr;
    }
    return AvPtr<AVFormatContext>(context);
}

AvPtr<AVCodecContext> openDecoder(const AVStream *stream, std::string &error)
{
    static constexpr AVCodecID known[] = {AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_AV1, AV_CODEC_ID_VP9};
    const AVCodecID id = stream->codecpar->codec_id;
    const AVCodec *codec = std::find(std::begin(known), std::end(known), id) != std::end(known)
                               ? avcodec_find_decoder(id)
                               : nullptr;
    AvPtr<AVCodecContext> context(codec ? avcodec_alloc_context3(codec) : nullptr);
    if (!context) {
        error = std::string("no decoder for ") + avcodec_get_name(id);
        return nullptr;
    }
    context->max_pixels = MaxPixels;
    context->thread_count = DecoderThreads;
    int code = avcodec_parameters_to_context(context.get(), stream->codecpar);
    if (code >= 0)
        code = avcodec_open2(context.get(), codec, nullptr);
    if (code < 0) {
        error = words("the decoder does not start", code);
        return nullptr;
    }
    return context;
}

const AVStream *firstVideo(const AVFormatContext *input)
{
    for (unsigned i = 0; i < input->nb_streams; ++i) {
        if (input->streams[i]->codecpar->codec_type == AVMEDIA_TYPE_VIDEO)
            return input->streams[i];
    }
    return nullptr;
}

// Keeps the newest picture that decoded without damage.
void receive(AVCodecContext *decoder, AVFrame *fresh, AVFrame *last)
{
    while (avcodec_receive_frame(decoder, fresh) >= 0) {
        const bool isClean = !(fresh->flags & AV_FRAME_FLAG_CORRUPT) && fresh->decode_error_flags == 0;
        if (isClean) {
            av_frame_unref(last);
            av_frame_move_ref(last, fresh);
        }
        av_frame_unref(fresh);
    }
}

void decodeAll(AVFormatContext *input, AVCodecContext *decoder, int stream, AVFrame *last)
{
    const AvPtr<AVPacket> packet(av_packet_alloc());
    const AvPtr<AVFrame> fresh(av_frame_alloc());
    if (!packet || !fresh)
        return;
    while (av_read_frame(input, packet.get()) >= 0) {
        if (packet->stream_index == stream && avcodec_send_packet(decoder, packet.get()) >= 0)
            receive(decoder, fresh.get(), last);
        av_packet_unref(packet.get());
    }
    avcodec_send_packet(decoder, nullptr);
    receive(decoder, fresh.get(), last);
}

}  // namespace

AvPtr<AVFrame> readLastFrame(const std::vector<uint8_t> &bytes, std::string &error)
{
    Memory memory{bytes.data(), int64_t(bytes.size())};
    auto *const buffer = static_cast<unsigned char *>(av_malloc(IoBufferSize));
    const AvPtr<AVIOContext> io(
        buffer ? avio_alloc_context(buffer, IoBufferSize, 0, &memory, readMemory, nullptr, seekMemory) : nullptr);
    AvPtr<AVFrame> last(av_frame_alloc());
    error = "out of memory";
    if (!io || !last)
        return nullptr;
    const auto input = openInput(io.get(), error);
    const AVStream *const stream = input ? firstVideo(input.get()) : nullptr;
    if (input && !stream)
        error = "there is no video in it";
    const auto decoder = stream ? openDecoder(stream, error) : nullptr;
    if (!decoder)
        return nullptr;
    decodeAll(input.get(), decoder.get(), stream->index, last.get());
    if (last->width <= 0 || last->height <= 0) {
        error = "no picture could be decoded";
        return nullptr;
    }
    return last;
}

}  // namespace cs

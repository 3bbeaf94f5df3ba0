#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>
}

#include <memory>

namespace cs {

// Owners for what FFmpeg hands out.
struct AvFree {
    void operator()(AVFormatContext *context) const { avformat_close_input(&context); }
    void operator()(AVCodecContext *context) const { avcodec_free_context(&context); }
    void operator()(AVPacket *packet) const { av_packet_free(&packet); }
    void operator()(AVFrame *frame) const { av_frame_free(&frame); }
    void operator()(SwsContext *context) const { sws_freeContext(context); }
    void operator()(AVIOContext *context) const
    {
        if (context)
            av_freep(&context->buffer);
        avio_context_free(&context);
    }
};
template<class T>
using AvOwned = std::unique_ptr<T, AvFree>;

}  // namespace cs

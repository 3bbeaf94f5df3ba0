#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>
}

#include <memory>

namespace cs {

// Owners for what FFmpeg allocates.
struct AvDelete {
    void operator()(AVCodecContext *p) const { avcodec_free_context(&p); }
    void operator()(AVFrame *p) const { av_frame_free(&p); }
    void operator()(AVPacket *p) const { av_packet_free(&p); }
    void operator()(AVFormatContext *p) const { avformat_close_input(&p); }
    void operator()(SwsContext *p) const { sws_freeContext(p); }
    void operator()(AVIOContext *p) const
    {
        if (p)
            av_freep(&p->buffer);
        avio_context_free(&p);
    }
};
template<class T>
using AvPtr = std::unique_ptr<T, AvDelete>;

}  // namespace cs

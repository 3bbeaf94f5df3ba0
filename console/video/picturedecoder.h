#pragma once

#include <optional>

#include "video/avptr.h"
#include "video/problem.h"

namespace cs {

// Makes frames of the packets of one video stream. Owns FFmpeg's decoder, of the kinds that cameras send; one worker's.
class PictureDecoder {
public:
    std::optional<VideoProblem> open(const AVStream &stream, qint64 maxPixels);

    enum class Outcome { Frame, NeedsPacket, End, Unusable };
    // A packet, or nullptr for the end of the stream. One that cannot be decoded is passed over: the next key frame mends it.
    void send(const AVPacket *packet);
    // Into `frame`, in the order in which they are shown. Unusable: nothing that can be shown comes, or
    // pictures of more than maxPixels.
    Outcome receive(AVFrame &frame);
    // Forgets what was sent; the next packet is to be a key frame.
    void flush();

private:
    AvOwned<AVCodecContext> m_context;
    qint64 m_maxPixels = 0;
    int m_refused = 0;
};

}  // namespace cs

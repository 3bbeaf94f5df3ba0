#pragma once

#include "video/mediainput.h"
#include "video/picturedecoder.h"
#include "video/picturescaler.h"
#include "video/sourcelink.h"

namespace cs {

// Shows a live stream as it comes. Owns the scaler; runs in the worker of one opening, whose parts it borrows.
class LiveLoop {
public:
    LiveLoop(MediaInput &input, PictureDecoder &decoder, SourceLink &link);

    // Until the link is abandoned; or nothing more can come, and why.
    std::optional<VideoProblem> run();

private:
    void obeyWishes();
    void say(VideoSource::State state);
    // Whether this packet is to be decoded.
    bool wanted(const AVPacket &packet);
    std::optional<VideoProblem> decode(const AVPacket &packet);
    void show(const AVFrame &frame);

    MediaInput &m_input;
    PictureDecoder &m_decoder;
    SourceLink &m_link;
    PictureScaler m_scaler;
    VideoWishes m_wishes;
    VideoSource::State m_said = VideoSource::Connecting;
    // What comes before a key frame cannot be decoded to anything but garbage.
    bool m_needsKeyframe = true;
};

}  // namespace cs

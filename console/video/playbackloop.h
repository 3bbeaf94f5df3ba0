#pragma once

#include "video/mediainput.h"
#include "video/picturedecoder.h"
#include "video/picturescaler.h"
#include "video/sourcelink.h"

namespace cs {

// Plays a recording by its time stamps: seeks to the picture, steps by pictures, keeps the pace. Owns the scaler and the
// frames at hand; runs in the worker of one opening, whose parts it borrows.
class PlaybackLoop {
public:
    PlaybackLoop(MediaInput &input, PictureDecoder &decoder, SourceLink &link);

    // Until the link is abandoned; or nothing more can come, and why.
    std::optional<VideoProblem> run();

private:
    void begin();
    void obeyWishes();
    void play();
    void end();

    // The frame that is to be seen at this time stamp becomes the current one, if nothing newer is wished for meanwhile.
    void seekTo(qint64 pts);
    void stepBy(int frames);
    // From the key frame before `from` on; whether a frame at or before `pts` was found.
    bool findFrame(qint64 from, qint64 pts);
    // The next frame in the order of showing; false at the end, or with m_problem.
    bool decodeNext();
    bool sendNext();
    void advance();
    bool calledOff() const;

    void show();
    void say(VideoSource::State state);
    void sayMoving();
    // The pace counts from the current picture on.
    void keepPaceFromHere();
    Patience::Clock::time_point dueTime() const;

    MediaInput &m_input;
    PictureDecoder &m_decoder;
    SourceLink &m_link;
    PictureScaler m_scaler;
    VideoWishes m_wishes;
    AvOwned<AVPacket> m_packet;
    AvOwned<AVFrame> m_current;  // has no width while there is none
    AvOwned<AVFrame> m_next;     // decoded and not yet current; the same
    qint64 m_lastPts = 0;
    bool m_shown = false;  // the current frame
    VideoSource::State m_said = VideoSource::Connecting;
    Patience::Clock::time_point m_seekBegan;
    Patience::Clock::time_point m_paceTime;
    qint64 m_pacePts = 0;
    Patience::Clock::time_point m_lastShown;
    std::optional<VideoProblem> m_problem;
};

}  // namespace cs

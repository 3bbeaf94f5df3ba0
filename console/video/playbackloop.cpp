#include "video/playbackloop.h"

#include <algorithm>

namespace cs {

namespace {

using namespace std::chrono_literals;

// Later than this, playing goes on from where it is instead of hurrying after its pace.
constexpr auto LatestPicture = 500ms;
// More pictures than a screen shows are left out.
constexpr auto ScreenInterval = 15ms;
// A seek that takes longer makes way for a newer one; short ones finish, so that dragging shows pictures on its way.
constexpr auto PatientSeek = 150ms;

bool isThere(const AvOwned<AVFrame> &frame)
{
    return frame->width > 0;
}

}  // namespace

PlaybackLoop::PlaybackLoop(MediaInput &input, PictureDecoder &decoder, SourceLink &link)
    : m_input(input),
      m_decoder(decoder),
      m_link(link),
      m_packet(av_packet_alloc()),
      m_current(av_frame_alloc()),
      m_next(av_frame_alloc())
{}

std::optional<VideoProblem> PlaybackLoop::run()
{
    begin();
    while (!m_problem && !m_link.patience().aborted()) {
        if (m_link.hasNewWishes()) {
            obeyWishes();
        } else if (m_said == VideoSource::Live) {
            play();
        } else {
            m_link.patience().rest();
            m_link.waitUntil({});
        }
    }
    return m_problem;
}

void PlaybackLoop::begin()
{
    m_wishes = m_link.wishes();
    if (decodeNext())
        advance();
    if (m_wishes.seek && !m_problem)
        seekTo(m_input.ptsOf(*m_wishes.seek));
    if (m_wishes.steps != 0)
        stepBy(m_wishes.steps);
    if (!m_problem && !isThere(m_current))
        m_problem = VideoProblem{VideoSource::Codec, QStringLiteral("the recording holds no picture")};
    if (m_problem)
        return;
    show();
    sayMoving();
}

void PlaybackLoop::obeyWishes()
{
    const VideoWishes before = std::exchange(m_wishes, m_link.wishes());
    const bool wantsAllAgain = before.keyframesOnly && !m_wishes.keyframesOnly;
    const bool moves = m_wishes.seek || m_wishes.steps != 0;
    if (m_wishes.seek)
        seekTo(m_input.ptsOf(*m_wishes.seek));
    else if (wantsAllAgain)
        seekTo(m_current->pts);
    if (m_wishes.steps != 0)
        stepBy(m_wishes.steps);
    if (m_problem)
        return;
    if (!m_shown || before.targetSize != m_wishes.targetSize)
        show();
    keepPaceFromHere();
    if (moves || m_said != VideoSource::Ended)
        sayMoving();
}

void PlaybackLoop::play()
{
    if (!isThere(m_next) && !decodeNext()) {
        end();
        return;
    }
    const auto due = dueTime();
    const auto now = Patience::Clock::now();
    if (now < due) {
        m_link.patience().rest();
        m_link.waitUntil(due);
        return;
    }
    advance();
    m_link.touch();
    if (now - m_lastShown >= ScreenInterval)
        show();
    if (now - due > LatestPicture)
        keepPaceFromHere();
}

void PlaybackLoop::end()
{
    if (m_problem)
        return;
    if (!m_shown)
        show();
    say(VideoSource::Ended);
}

void PlaybackLoop::seekTo(qint64 pts)
{
    const qint64 start = m_input.ptsOf(0ms);
    qint64 lead = m_input.ptsOf(2s) - start;
    m_seekBegan = Patience::Clock::now();
    // The demuxer looks for key frames in the order of decoding, so the one it finds may be shown after `pts`.
    for (qint64 from = std::max(pts, start);; from = std::max(from - lead, start), lead *= 2) {
        if (findFrame(from, pts) || m_problem || calledOff())
            return;
        if (from == start)
            break;
    }
    if (isThere(m_next))
        advance();
}

bool PlaybackLoop::findFrame(qint64 from, qint64 pts)
{
    if (!m_input.seek(from)) {
        m_problem = m_input.problem();
        return false;
    }
    m_decoder.flush();
    bool found = false;
    while (decodeNext() && m_next->pts <= pts) {
        advance();
        found = true;
        if (calledOff())
            break;
    }
    return found && !m_problem;
}

void PlaybackLoop::stepBy(int frames)
{
    m_seekBegan = Patience::Clock::now();
    for (; frames > 0 && !m_problem && !calledOff(); --frames) {
        if (!isThere(m_next) && !decodeNext())
            return;
        advance();
    }
    for (; frames < 0 && !m_problem && !m_link.patience().aborted(); ++frames) {
        if (m_current->pts <= m_input.ptsOf(0ms) || m_link.hasNewSeek())
            return;
        seekTo(m_current->pts - 1);
    }
}

bool PlaybackLoop::decodeNext()
{
    av_frame_unref(m_next.get());
    do {
        const auto outcome = m_decoder.receive(*m_next);
        if (outcome == PictureDecoder::Outcome::Frame) {
            const qint64 pts = m_next->best_effort_timestamp;
            m_lastPts = pts == AV_NOPTS_VALUE ? m_lastPts + 1 : pts;
            m_next->pts = m_lastPts;
            return true;
        }
        if (outcome == PictureDecoder::Outcome::End)
            return false;
        if (outcome == PictureDecoder::Outcome::Unusable)
            m_problem = VideoProblem{VideoSource::Codec,
                                     QStringLiteral("the pictures cannot be decoded, or are too large")};
    } while (!m_problem && sendNext());
    return false;
}

bool PlaybackLoop::sendNext()
{
    for (;;) {
        switch (m_input.read(*m_packet)) {
        case MediaInput::Read::Packet:
            if (m_wishes.keyframesOnly && !(m_packet->flags & AV_PKT_FLAG_KEY))
                continue;
            m_decoder.send(m_packet.get());
            return true;
        case MediaInput::Read::End: m_decoder.send(nullptr); return true;
        case MediaInput::Read::Failed: m_problem = m_input.problem(); return false;
        }
    }
}

void PlaybackLoop::advance()
{
    av_frame_unref(m_current.get());
    av_frame_move_ref(m_current.get(), m_next.get());
    m_shown = false;
}

bool PlaybackLoop::calledOff() const
{
    return m_link.hasNewSeek() && Patience::Clock::now() - m_seekBegan > PatientSeek;
}

void PlaybackLoop::show()
{
    const QImage picture = m_scaler.scale(*m_current, m_wishes.targetSize);
    m_shown = true;
    m_lastShown = Patience::Clock::now();
    m_link.touch();
    if (!picture.isNull())
        m_link.tellPicture(picture, m_input.positionOf(m_current->pts));
}

void PlaybackLoop::say(VideoSource::State state)
{
    if (m_said != state)
        m_link.tellState(state, m_input.duration());
    m_said = state;
}

void PlaybackLoop::sayMoving()
{
    if (m_said != VideoSource::Live)
        keepPaceFromHere();
    say(m_wishes.paused ? VideoSource::Paused : VideoSource::Live);
}

void PlaybackLoop::keepPaceFromHere()
{
    m_paceTime = Patience::Clock::now();
    m_pacePts = m_current->pts;
}

Patience::Clock::time_point PlaybackLoop::dueTime() const
{
    const auto passed = m_input.positionOf(m_next->pts) - m_input.positionOf(m_pacePts);
    return m_paceTime
           + std::chrono::duration_cast<Patience::Clock::duration>(std::chrono::duration<double, std::milli>(passed)
                                                                   / m_wishes.rate);
}

}  // namespace cs

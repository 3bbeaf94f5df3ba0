#include "video/liveloop.h"

namespace cs {

LiveLoop::LiveLoop(MediaInput &input, PictureDecoder &decoder, SourceLink &link)
    : m_input(input),
      m_decoder(decoder),
      m_link(link)
{}

std::optional<VideoProblem> LiveLoop::run()
{
    const AvOwned<AVPacket> packet(av_packet_alloc());
    while (!m_link.patience().aborted()) {
        const auto outcome = m_input.read(*packet);
        if (outcome == MediaInput::Read::End)
            return VideoProblem{VideoSource::Lost, QStringLiteral("the stream ended")};
        if (outcome == MediaInput::Read::Failed)
            return m_input.problem();
        obeyWishes();
        if (!wanted(*packet))
            continue;
        if (auto problem = decode(*packet))
            return problem;
    }
    return {};
}

void LiveLoop::obeyWishes()
{
    if (!m_link.hasNewWishes() && m_said != VideoSource::Connecting)
        return;
    m_wishes = m_link.wishes();
    if (m_wishes.paused && m_said == VideoSource::Live)
        say(VideoSource::Paused);
}

void LiveLoop::say(VideoSource::State state)
{
    if (m_said != state)
        m_link.tellState(state);
    m_said = state;
}

bool LiveLoop::wanted(const AVPacket &packet)
{
    const bool key = packet.flags & AV_PKT_FLAG_KEY;
    const bool paused = m_wishes.paused && m_said == VideoSource::Paused;
    if (paused || (!key && (m_needsKeyframe || m_wishes.keyframesOnly))) {
        m_needsKeyframe = true;
        if (m_said == VideoSource::Live)
            m_link.touch();
        return false;
    }
    if (m_needsKeyframe)
        m_decoder.flush();
    m_needsKeyframe = false;
    return true;
}

std::optional<VideoProblem> LiveLoop::decode(const AVPacket &packet)
{
    m_decoder.send(&packet);
    const AvOwned<AVFrame> frame(av_frame_alloc());
    const AvOwned<AVFrame> newest(av_frame_alloc());
    for (;;) {
        const auto outcome = m_decoder.receive(*frame);
        if (outcome == PictureDecoder::Outcome::Unusable)
            return VideoProblem{VideoSource::Codec, QStringLiteral("the pictures cannot be decoded, or are too large")};
        if (outcome != PictureDecoder::Outcome::Frame)
            break;
        av_frame_unref(newest.get());
        av_frame_move_ref(newest.get(), frame.get());
    }
    if (newest->width > 0)
        show(*newest);
    return {};
}

void LiveLoop::show(const AVFrame &frame)
{
    const QImage picture = m_scaler.scale(frame, m_wishes.targetSize);
    if (picture.isNull())
        return;
    m_link.touch();
    m_link.tellPicture(picture, {});
    say(m_wishes.paused ? VideoSource::Paused : VideoSource::Live);
}

}  // namespace cs

#include "app/libavpictures.h"

#include "client/certificatepins.h"
#include "client/session.h"
#include "models/cameraactions.h"
#include "video/libavsource.h"

namespace cs {

LibavPictures::LibavPictures(ThreadReaper &reaper, CameraActions &actions, const Session &session,
                             const CertificatePins &pins)
    : m_reaper(reaper),
      m_actions(actions),
      m_session(session),
      m_pins(pins)
{}

std::unique_ptr<LiveView> LibavPictures::live(CameraId device)
{
    return std::make_unique<LiveView>(
        std::make_unique<LibavSource>(m_reaper), [this, device] { return m_actions.liveUrl(device); },
        LiveView::Settings{});
}

std::unique_ptr<VideoSource> LibavPictures::recording()
{
    return std::make_unique<LibavSource>(m_reaper);
}

VideoSource::Options LibavPictures::recordingOptions() const
{
    VideoSource::Options options;
    options.kind = VideoSource::Options::Kind::Recording;
    // The downloads show the certificate of the connection.
    options.certificatePin = QByteArray::fromHex(m_pins.pin(m_session.address().key()).toLatin1());
    return options;
}

}  // namespace cs

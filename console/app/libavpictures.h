#pragma once

#include "widgets/picturesources.h"

namespace cs {

class CameraActions;
class CertificatePins;
class Session;
class ThreadReaper;

// Pictures by FFmpeg: each opening of a live one asks the service for an address with a fresh token. Window's thread;
// owns nothing of what it is given.
class LibavPictures final : public PictureSources {
public:
    LibavPictures(ThreadReaper &reaper, CameraActions &actions, const Session &session, const CertificatePins &pins);

    std::unique_ptr<LiveView> live(CameraId device) override;
    std::unique_ptr<VideoSource> recording() override;
    VideoSource::Options recordingOptions() const override;

private:
    ThreadReaper &m_reaper;
    CameraActions &m_actions;
    const Session &m_session;
    const CertificatePins &m_pins;
};

}  // namespace cs

#pragma once

#include "cameras/camerasource.h"
#include "cameras/rtspaddress.h"

namespace cs {

// A camera whose picture the media server pulls over RTSP by itself. Service thread; keeps the address with its
// credentials in memory.
class RtspSource final : public CameraSource {
    Q_OBJECT

public:
    RtspSource(QString path, RtspAddress address);

    void start() override {}
    Async<Done> stop() override { return ready<Done>(Done{}); }
    void stalled() override {}
    PathSpec path() const override;
    QString displayUrl() const override { return m_address.displayUrl(); }
    PublisherInfo publisher() const override { return {}; }
    QString problem() const override { return {}; }

private:
    const QString m_path;
    const RtspAddress m_address;
};

}  // namespace cs

#pragma once

#include "cameras/camerasource.h"
#include "cameras/publisher.h"
#include "cameras/testpicture.h"

namespace cs {

// A camera without a device: a moving test picture with a clock, made and published by ffmpeg. Main thread only.
class TestSource final : public CameraSource {
    Q_OBJECT

public:
    TestSource(MediaServer &server, InternalTokens &tokens, const Clock &clock, QString path, const QString &ffmpeg,
               const TestPicture &picture);

    void start() override { m_publisher.start(); }
    Async<Done> stop() override { return m_publisher.stop(); }
    void stalled() override { m_publisher.restart(); }
    PathSpec path() const override;
    QString displayUrl() const override { return {}; }
    PublisherInfo publisher() const override { return m_publisher.info(); }
    QString problem() const override { return m_publisher.problem(); }

private:
    void onFailed(const QString &reason);

    const QString m_path;
    const TestPicture m_picture;
    Publisher m_publisher;
};

// What ffmpeg is told for such a picture, up to the address. Without a font there is no clock.
QStringList testPictureArguments(const TestPicture &picture, const QString &label, const QString &font);
// A font file of this machine whose name needs no quoting; empty if there is none.
QString clockFont(const QString &folder);

}  // namespace cs

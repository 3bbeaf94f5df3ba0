#pragma once

#include <memory>

#include <QByteArray>
#include <QString>

#include "base/time.h"
#include "cameras/camerasource.h"
#include "cameras/rtspaddress.h"
#include "cameras/testpicture.h"
#include "storage/rows.h"

namespace cs {

class CredentialBox;
class InternalTokens;

// Turns stored cameras into sources and back: the only place where an address with credentials is sealed or opened.
// Service thread; the references outlive it.
class SourceFactory {
public:
    static constexpr const char *Rtsp = "rtsp";
    static constexpr const char *Test = "test";

    SourceFactory(MediaServer &server, InternalTokens &tokens, const CredentialBox &box, const Clock &clock,
                  QString ffmpeg);

    // What the database keeps: bound to the camera's identity, so that it opens for that camera alone. InvalidState while
    // the key is missing.
    Result<QByteArray> sealed(const RtspAddress &address) const;
    Result<QByteArray> sealed(const TestPicture &picture, const QString &identity) const;
    // To which identity the source of a stored camera is bound.
    static QByteArray ownerOf(const StoredCamera &stored);

    // Of a test camera; the normal one if it cannot be read, for it holds no secret and nothing depends on it.
    TestPicture pictureOf(const StoredCamera &stored) const;

    // Never null: what cannot be read becomes a source that says so.
    std::unique_ptr<CameraSource> make(const StoredCamera &stored) const;

private:
    std::unique_ptr<CameraSource> makeRtsp(const StoredCamera &stored) const;
    std::unique_ptr<CameraSource> makeTest(const StoredCamera &stored) const;

    MediaServer &m_server;
    InternalTokens &m_tokens;
    const CredentialBox &m_box;
    const Clock &m_clock;
    const QString m_ffmpeg;
};

}  // namespace cs

#pragma once

#include <chrono>

#include <QByteArray>
#include <QImage>
#include <QObject>
#include <QSize>
#include <QUrl>

namespace cs {

// One moving picture, live or recorded: opened, steered and closed without ever blocking. Lives in the window's thread,
// where it sends its signals; whatever takes time happens elsewhere. An address may hold a token or a password: no
// message of a source repeats its query or its user part.
class VideoSource : public QObject {
    Q_OBJECT
public:
    enum State {
        Idle,        // closed, or never opened
        Connecting,  // opened, no picture yet
        Live,        // pictures move: live, or playing
        Paused,      // open, and holding one picture
        Stalled,     // should move, but no picture came for Options::stallAfter; may go back to Live by itself
        Ended,       // at the end of a recording: seek() and step() go on from here
        Failed,      // over, see Why; only open() leaves it
    };
    Q_ENUM(State)

    // Why a source failed; None in every other state.
    enum Why {
        None,
        Refused,   // nobody listens there, an untrusted certificate, or an address of a kind that is not opened
        Timeout,   // the server did not answer in time
        Auth,      // the server wants other rights: a token that ended, a wrong password
        NotFound,  // no such stream or file
        Lost,      // the connection broke, or the server sent nothing any more
        Codec,     // what came is no picture that can be shown, or one larger than Options::maxPixels
    };
    Q_ENUM(Why)

    struct Options {
        enum class Kind { Live, Recording };
        // Live is shown as it comes, and has no position. A recording is read by ranges, and moves by its time stamps.
        Kind kind = Kind::Live;
        // A recording then shows its first picture and waits.
        bool startPaused = false;
        // SHA-256 of the certificate in DER (32 bytes) that is trusted besides those that the system trusts; or empty.
        QByteArray certificatePin;
        // How long a server may stay silent, when opened and later.
        std::chrono::milliseconds patience{5000};
        std::chrono::milliseconds stallAfter{2000};
        // Width times height. Enough for cameras of 12 megapixels; bounds what a hostile stream makes us allocate.
        qint64 maxPixels = 4096LL * 3072;
    };

    using QObject::QObject;

    // Closes what was open. The outcome comes as a state: Connecting at once, then Live, Paused or Failed.
    virtual void open(const QUrl &url, const Options &options) = 0;
    // Idle at once. No signal of what was open comes after this.
    virtual void close() = 0;

    // The size in device pixels that pictures are scaled down to, keeping their shape; never scaled up. Empty: as they are.
    virtual void setTargetSize(QSize size) = 0;
    // Decodes key frames alone, for pictures that nobody sees. Going back waits for the next key frame.
    virtual void setKeyframesOnly(bool keyframesOnly) = 0;

    // The next three are for recordings; live sources ignore them.
    // To the picture that is shown at this time from the start, playing or paused as before. The latest call wins.
    virtual void seek(std::chrono::milliseconds position) = 0;
    // So many single pictures on, or back if negative; pauses first. Calls add up.
    virtual void step(int frames) = 0;
    // 0.5 to 8 times the speed; what is outside is moved to the nearest end.
    virtual void setRate(double rate) = 0;
    // A live source lets go of the pictures that come while it is paused.
    virtual void setPaused(bool paused) = 0;

    virtual State state() const = 0;
    // Of a recording, known from its first picture on; 0 for live sources.
    virtual std::chrono::milliseconds duration() const = 0;
    // How long ago the newest picture came in; with key frames only, how long ago any came in. Since open() if none did,
    // and 0 when idle.
    virtual std::chrono::milliseconds lastFrameAge() const = 0;

Q_SIGNALS:
    // `position`: of a recording, its time from the start; seek(position) gives this picture again. At most one is under
    // way: a slow window misses pictures and never falls behind.
    void frame(const QImage &picture, std::chrono::milliseconds position);
    // `detail` is for logs and tool tips: English, without secrets. What a person reads is made from `why`.
    void stateChanged(cs::VideoSource::State state, cs::VideoSource::Why why, const QString &detail);
};

}  // namespace cs

#pragma once

#include <optional>

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QSet>
#include <QSize>
#include <QString>
#include <QStringList>

#include "base/future.h"
#include "base/time.h"

namespace cs {

// One path as we want it in MediaMTX.
struct PathSpec {
    enum class Visibility { Public, Hidden };

    // Letters, digits, - and _, in parts separated by single slashes: camera0, manual/camera0.
    QString name;
    // Where MediaMTX pulls from, credentials included (never logged); empty: a publisher pushes.
    QByteArray sourceUrl;
    bool record = false;
    // MediaMTX's pattern, %path and time fields included; only with `record`.
    QString recordPath;
    // Hidden paths are ours alone: no outsider reads them, no list of streams shows them.
    Visibility visibility = Visibility::Public;

    friend bool operator==(const PathSpec &, const PathSpec &) = default;
};

// One path as MediaMTX reported it at the last poll.
struct PathState {
    QString name;
    // Both must be true and inboundBytes must grow for a camera to be live: either lies alone.
    bool available = false;
    bool online = false;
    qint64 inboundBytes = 0;
    qint64 outboundBytes = 0;
    // Who watches; our own recorder and snapshots do not count.
    int readers = 0;
    std::optional<Timestamp> availableSince;
    // MediaMTX's names: H264, H265, MPEG-4 Audio, ...
    QStringList codecs;
    // Of the first video track; empty while unknown.
    QSize size;
};

// The media server as the domain sees it: wanted paths go in, the measured state comes out. Service thread.
class MediaServer : public QObject {
    Q_OBJECT
public:
    enum class State { Stopped, Starting, Running, Failed };
    Q_ENUM(State)
    enum class SessionKind { Rtsp, Rtsps, Hls, WebRtc };
    Q_ENUM(SessionKind)
    // One reader or publisher that MediaMTX has now.
    struct OpenSession {
        SessionKind kind = SessionKind::Rtsp;
        QString id;
        friend bool operator==(const OpenSession &, const OpenSession &) = default;
        friend size_t qHash(const OpenSession &session, size_t seed = 0)
        {
            return qHashMulti(seed, static_cast<int>(session.kind), session.id);
        }
    };

    using QObject::QObject;

    virtual State state() const = 0;
    // Why the state is Failed, for people; empty otherwise. Holds no secret.
    virtual QString failure() const = 0;
    // It runs and has not answered for two to three seconds; it may come back by itself, and becomes Failed otherwise.
    virtual bool isSilent() const = 0;
    // As the running server says it ("v1.20.1"); empty before the first answer.
    virtual QString version() const = 0;

    // The path is wanted from this call on and comes back after every restart of MediaMTX, until removePath().
    // Done: MediaMTX has it (read back), or it is Stopped and the path stands in its next start file.
    // InvalidParams: name or source can never work; the path is not wanted, a former one of that name stays.
    // DependencyFailed: MediaMTX is not there yet; the path stays wanted and follows when it is.
    virtual Async<Done> setPath(const PathSpec &spec) = 0;
    // Done also when there was no such path. On DependencyFailed it is unwanted all the same and goes at the next
    // reconciliation.
    virtual Async<Done> removePath(const QString &name) = 0;

    // As of the newest poll; empty unless Running.
    virtual const QHash<QString, PathState> &paths() const = 0;

    // Ends one reader or publisher by the id that the authorisation request carried. A session that is gone is Done.
    virtual Async<Done> kick(SessionKind kind, const QString &id) = 0;

    // What is open now, asked for at this call.
    virtual Async<QSet<OpenSession>> sessions() = 0;

    // On loopback, without a slash at the end: "rtsp://127.0.0.1:8554".
    virtual QByteArray rtspBase() const = 0;
    // One file of a path's live HLS ("camera0/index.m3u8"), fetched with a token of our own. The names in a playlist
    // are relative to the file that names them. NotFound: no such stream or file (any more).
    virtual Async<QByteArray> fetchHls(const QString &pathAndFile) = 0;

Q_SIGNALS:
    void stateChanged(cs::MediaServer::State state);
    // isSilent() is another while Running; what becomes of a silent server is said by the state.
    void silenceChanged();
    // paths() is new; every 500 ms while Running.
    void polled();
    // MediaMTX is Running again after it had been before; its paths are back in place.
    void restarted();
    // MediaMTX could not pull the source of a path and will try again; `reason` is its own text without secrets, such
    // as "bad status code: 401 (Unauthorized)". Comes every few seconds as long as it lasts.
    void sourceFailed(const QString &path, const QString &reason);
};

}  // namespace cs

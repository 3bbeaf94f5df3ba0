#pragma once

#include <optional>

#include <QObject>
#include <QPointer>
#include <QSize>

#include "base/future.h"
#include "cameras/fmp4probe.h"
#include "cameras/hlsplaylist.h"
#include "mediamtx/mediaserver.h"

namespace cs {

// What a camera's stream itself tells.
struct StreamFacts {
    double fps = 0;
    QSize size;  // empty if the stream does not say
};

// Measures a camera by reading one piece of its live HLS from the media server. Service thread; one measurement at a
// time.
class StreamProbe : public QObject {
    Q_OBJECT

public:
    StreamProbe(MediaServer &server, QString path, QObject *parent = nullptr);

    bool isBusy() const { return m_promise.has_value(); }
    // NotFound while the stream has no piece to read yet. Only when not busy.
    Async<StreamFacts> measure();

private:
    using Step = void (StreamProbe::*)(const QByteArray &);

    void fetch(const QString &file, Step next);
    void onMaster(const QByteArray &text);
    void onPlaylist(const QByteArray &text);
    void onInit(const QByteArray &bytes);
    void onPiece(const QByteArray &bytes);
    void finish(Result<StreamFacts> result);

    MediaServer &m_server;
    const QString m_path;
    std::optional<Promise<StreamFacts>> m_promise;
    HlsPlaylist::Piece m_piece;
    Fmp4Track m_track;
};

}  // namespace cs

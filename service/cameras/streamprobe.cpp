#include "cameras/streamprobe.h"

#include <cmath>

#include <QCoreApplication>

namespace cs {
namespace {

constexpr double MaxFps = 1000;

Error nothingYet(const QString &path)
{
    return Error::notFound(QStringLiteral("stream"), path);
}

}  // namespace

StreamProbe::StreamProbe(MediaServer &server, QString path, QObject *parent)
    : QObject(parent),
      m_server(server),
      m_path(std::move(path))
{}

Async<StreamFacts> StreamProbe::measure()
{
    m_promise.emplace();
    auto answer = m_promise->future();
    fetch(QStringLiteral("index.m3u8"), &StreamProbe::onMaster);
    return answer;
}

void StreamProbe::fetch(const QString &file, Step next)
{
    if (file.isEmpty()) {
        finish(nothingYet(m_path));
        return;
    }
    QPointer<StreamProbe> self(this);
    whenDone(qApp, m_server.fetchHls(m_path + u'/' + file), [self, next](const Result<QByteArray> &bytes) {
        if (!self || !self->isBusy())
            return;
        if (bytes.ok())
            (self->*next)(bytes.value());
        else
            self->finish(bytes.error());
    });
}

void StreamProbe::onMaster(const QByteArray &text)
{
    fetch(HlsPlaylist::parse(text).firstVariant, &StreamProbe::onPlaylist);
}

void StreamProbe::onPlaylist(const QByteArray &text)
{
    const HlsPlaylist playlist = HlsPlaylist::parse(text);
    // A whole segment evens out what jitters; its beginning may be a part as long as it is the only one.
    if (!playlist.segments.empty())
        m_piece = playlist.segments.back();
    else if (!playlist.parts.empty())
        m_piece = playlist.parts.back();
    else
        m_piece = {};
    fetch(m_piece.file.isEmpty() ? QString() : playlist.initFile, &StreamProbe::onInit);
}

void StreamProbe::onInit(const QByteArray &bytes)
{
    const auto track = fmp4VideoTrack(bytes);
    if (!track) {
        finish(Error::dependencyFailed(QStringLiteral("MediaMTX"), QStringLiteral("%1 has no video").arg(m_path)));
        return;
    }
    m_track = *track;
    fetch(m_piece.file, &StreamProbe::onPiece);
}

void StreamProbe::onPiece(const QByteArray &bytes)
{
    StreamFacts facts{0, m_track.size};
    if (const auto samples = fmp4Samples(bytes, m_track)) {
        const double seconds = samples->seconds > 0 ? samples->seconds : m_piece.seconds;
        const double fps = seconds > 0 ? double(samples->count) / seconds : 0;
        facts.fps = std::isfinite(fps) && fps <= MaxFps ? fps : 0;
    }
    finish(facts);
}

void StreamProbe::finish(Result<StreamFacts> result)
{
    auto promise = std::exchange(m_promise, std::nullopt);
    promise->finish(std::move(result));
}

}  // namespace cs

#include "moc_streamprobe.cpp"

#include "recordings/livepicture.h"

#include <vector>

#include "cameras/hlsplaylist.h"
#include "mediamtx/mediaserver.h"
#include "recordings/alive.h"
#include "recordings/livepieces.h"

namespace cs {

struct LivePicture::Job {
    CameraId camera;
    Promise<QByteArray> promise;
    std::vector<QByteArray> pieces;
    qsizetype missing = 0;
    qsizetype bytes = 0;
    bool isOver = false;
    bool isSecondTry = false;

    QString path(const QString &file) const { return camera.toString() + u'/' + file; }
};

Async<QByteArray> LivePicture::fetch(CameraId camera)
{
    auto job = std::make_shared<Job>();
    job->camera = camera;
    auto answer = job->promise.future();
    if (m_variants.contains(camera))
        askForPlaylist(job);
    else
        askForVariant(job);
    return answer;
}

void LivePicture::askForVariant(const JobPtr &job)
{
    whenAlive(this, m_server.fetchHls(job->path(QStringLiteral("index.m3u8"))),
              [this, job](const Result<QByteArray> &text) {
                  if (!text.ok())
                      return fail(job, text.error());
                  const QString variant = HlsPlaylist::parse(*text).firstVariant;
                  if (variant.isEmpty())
                      return fail(job, Error::notFound(QStringLiteral("stream"), job->camera.toString()));
                  m_variants.insert(job->camera, variant);
                  askForPlaylist(job);
              });
}

void LivePicture::askForPlaylist(const JobPtr &job)
{
    whenAlive(this, m_server.fetchHls(job->path(m_variants.value(job->camera))),
              [this, job](const Result<QByteArray> &text) {
                  if (text.ok())
                      onPlaylist(job, *text);
                  else
                      again(job, text.error());
              });
}

void LivePicture::onPlaylist(const JobPtr &job, const QByteArray &text)
{
    const HlsPlaylist playlist = HlsPlaylist::parse(text);
    QStringList files = newestPieces(playlist);
    if (files.isEmpty() || playlist.initFile.isEmpty())
        return again(job, Error::notFound(QStringLiteral("stream"), job->camera.toString()));
    files.prepend(playlist.initFile);
    job->pieces.assign(size_t(files.size()), {});
    job->missing = files.size();
    job->bytes = 0;
    job->isOver = false;
    for (qsizetype i = 0; i < files.size() && !job->isOver; ++i) {
        whenAlive(this, m_server.fetchHls(job->path(files[i])),
                  [this, job, i](const Result<QByteArray> &bytes) { onPiece(job, i, bytes); });
    }
}

void LivePicture::onPiece(const JobPtr &job, qsizetype index, const Result<QByteArray> &bytes)
{
    if (job->isOver)
        return;
    if (!bytes.ok()) {
        job->isOver = true;
        return fail(job, bytes.error());
    }
    job->pieces[size_t(index)] = *bytes;
    job->bytes += bytes->size();
    if (job->bytes > MaxBytes) {
        job->isOver = true;
        return fail(job, Error::dependencyFailed(QStringLiteral("camera"),
                                                 QStringLiteral("too much video between two key frames")));
    }
    if (--job->missing > 0)
        return;
    job->isOver = true;
    QByteArray all;
    all.reserve(job->bytes);
    for (const QByteArray &piece : job->pieces)
        all += piece;
    job->promise.finish(all);
}

// The stream may have begun anew since its variant was looked up.
void LivePicture::again(const JobPtr &job, const Error &error)
{
    m_variants.remove(job->camera);
    if (job->isSecondTry || error.code != ErrorCode::NotFound)
        return fail(job, error);
    job->isSecondTry = true;
    askForVariant(job);
}

void LivePicture::fail(const JobPtr &job, const Error &error)
{
    job->promise.finish(error.code == ErrorCode::NotFound ? Error::dependencyFailed(
                            QStringLiteral("camera"),
                            QStringLiteral("its live picture cannot be read at the moment; try again in a few seconds"))
                                                          : error);
}

}  // namespace cs

#include "moc_livepicture.cpp"

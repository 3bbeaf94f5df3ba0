#include "recordings/livepicture.h"

#include <vector>

#include "cameras/hlsplaylist.h"
#include "mediamtx/mediaserver.h"
#include "recordings/alive.h"
#include "recordings/livepieces.h"

namespace cs {
namespace {

constexpr int RetryAfterMs = 1000;

}  // namespace

struct LivePicture::Job {
    CameraId camera;
    QString variant;
    std::vector<Promise<LiveVideo>> promises;
    std::shared_ptr<ByteBudget::Share> share;
    std::vector<QByteArray> pieces;
    qsizetype missing = 0;
    qsizetype bytes = 0;
    bool isOver = false;
    bool isSecondTry = false;
    bool isForgotten = false;  // the camera is gone

    QString path(const QString &file) const { return camera.toString() + u'/' + file; }
};

Async<LiveVideo> LivePicture::fetch(CameraId camera)
{
    if (const auto running = m_joinable.constFind(camera); running != m_joinable.cend())
        return (*running)->promises.emplace_back().future();
    auto job = std::make_shared<Job>();
    job->camera = camera;
    job->share = m_budget.share();
    auto answer = job->promises.emplace_back().future();
    m_joinable.insert(camera, job);
    job->variant = m_variants.value(camera);
    if (job->variant.isEmpty())
        askForVariant(job);
    else
        askForPlaylist(job);
    return answer;
}

void LivePicture::forget(CameraId camera)
{
    m_variants.remove(camera);
    if (const JobPtr job = m_joinable.take(camera))
        job->isForgotten = true;
}

// Whoever asks from now on wants a newer picture.
void LivePicture::close(const JobPtr &job)
{
    if (m_joinable.value(job->camera) == job)
        m_joinable.remove(job->camera);
}

void LivePicture::askForVariant(const JobPtr &job)
{
    whenAlive(this, m_server.fetchHls(job->path(QStringLiteral("index.m3u8"))),
              [this, job](const Result<QByteArray> &text) {
                  if (text.ok())
                      onIndex(job, *text);
                  else
                      fail(job, text.error());
              });
}

void LivePicture::onIndex(const JobPtr &job, const QByteArray &text)
{
    job->variant = HlsPlaylist::parse(text).firstVariant;
    if (job->variant.isEmpty())
        return fail(job, Error::notFound(QStringLiteral("stream"), job->camera.toString()));
    if (!job->isForgotten)
        m_variants.insert(job->camera, job->variant);
    askForPlaylist(job);
}

void LivePicture::askForPlaylist(const JobPtr &job)
{
    whenAlive(this, m_server.fetchHls(job->path(job->variant)), [this, job](const Result<QByteArray> &text) {
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
    close(job);
    files.prepend(playlist.initFile);
    job->pieces.assign(size_t(files.size()), {});
    job->missing = files.size();
    for (qsizetype i = 0; i < files.size() && !job->isOver; ++i) {
        whenAlive(this, m_server.fetchHls(job->path(files[i])),
                  [this, job, i](const Result<QByteArray> &bytes) { onPiece(job, i, bytes); });
    }
}

void LivePicture::onPiece(const JobPtr &job, qsizetype index, const Result<QByteArray> &bytes)
{
    if (job->isOver)
        return;
    if (!bytes.ok())
        return fail(job, bytes.error());
    job->pieces[size_t(index)] = *bytes;
    job->bytes += bytes->size();
    if (job->bytes > MaxBytes)
        return fail(job, Error::dependencyFailed(QStringLiteral("camera"),
                                                 QStringLiteral("too much video between two key frames")));
    if (!job->share->grow(bytes->size()))
        return fail(job, Error::rateLimited(RetryAfterMs));
    if (--job->missing > 0)
        return;
    LiveVideo video;
    video.share = job->share;
    video.mp4.reserve(job->bytes);
    for (QByteArray &piece : job->pieces)
        video.mp4 += std::exchange(piece, {});
    finish(job, video);
}

// The stream may have begun anew since its variant was looked up.
void LivePicture::again(const JobPtr &job, const Error &error)
{
    m_variants.remove(job->camera);
    if (job->isSecondTry || job->isForgotten || error.code != ErrorCode::NotFound)
        return fail(job, error);
    job->isSecondTry = true;
    askForVariant(job);
}

void LivePicture::fail(const JobPtr &job, const Error &error)
{
    finish(job, error.code == ErrorCode::NotFound ? Error::dependencyFailed(
                    QStringLiteral("camera"),
                    QStringLiteral("its live picture cannot be read at the moment; try again in a few seconds"))
                                                  : error);
}

void LivePicture::finish(const JobPtr &job, const Result<LiveVideo> &result)
{
    close(job);
    job->isOver = true;
    job->pieces.clear();
    // Kept by those who got the video, and by nobody after a failure.
    job->share.reset();
    auto promises = std::exchange(job->promises, {});
    for (auto &promise : promises)
        promise.finish(result);
}

}  // namespace cs

#include "moc_livepicture.cpp"

#include "recordings/snapshots.h"

#include "cameras/camera.h"
#include "mediamtx/mediaserver.h"
#include "recordings/alive.h"
#include "recordings/jpegheader.h"
#include "recordings/log.h"
#include "recordings/mediafolders.h"
#include "recordings/medialibrary.h"
#include "recordings/medianames.h"
#include "recordings/newfile.h"

namespace cs {

struct Snapshots::Job {
    Snapshot snapshot;
    Promise<Snapshot> promise;
    LiveVideo video;  // until it is decoded
};

Snapshots::Snapshots(MediaServer &server, CameraLookup cameras, MediaLibrary &library, const Clock &clock,
                     const SnapshotOptions &options, QObject *parent)
    : QObject(parent),
      m_server(server),
      m_cameras(std::move(cameras)),
      m_library(library),
      m_clock(clock),
      m_picture(server, options.maxVideoBytes),
      m_decoder(options.helper, options.quality, options.parallel)
{}

Snapshots::~Snapshots() = default;

Result<Done> Snapshots::mayTake(CameraId id, const std::optional<FileName> &name) const
{
    const auto camera = m_cameras(id);
    if (!camera)
        return Error::notFound(QStringLiteral("camera"), id.toString());
    if (name) {
        const QString text = name->toString();
        if (!text.endsWith(u".jpg", Qt::CaseInsensitive) && !text.endsWith(u".jpeg", Qt::CaseInsensitive))
            return Error::invalidParam(QStringLiteral("filename"), QStringLiteral("must end in .jpg or .jpeg"),
                                       QStringLiteral("for example front-door.jpg"));
        if (m_library.index().contains(MediaKind::Snapshot, *name))
            return nameTaken(*name);
    }
    if (m_server.state() != MediaServer::State::Running)
        return Error::dependencyFailed(QStringLiteral("MediaMTX"), QStringLiteral("it is not running at the moment"));
    if (!camera->isConnected())
        return Error::dependencyFailed(QStringLiteral("camera"), camera->reason.isEmpty()
                                                                     ? QStringLiteral("it is not connected")
                                                                     : camera->reason);
    return Done{};
}

// Two pictures never get the same time, and so never the same name, whatever the clock is set to. A small correction of it
// does not turn their order round; after a great one they are named after what the clock says then.
Timestamp Snapshots::nextStamp(CameraId camera)
{
    constexpr std::chrono::microseconds step{1};
    constexpr std::chrono::seconds smallCorrection{2};
    const Timestamp now = m_clock.now();
    const bool isOrdered = now <= m_lastStamp && m_lastStamp - now < smallCorrection;
    m_lastStamp = isOrdered ? m_lastStamp + step : now;
    while (m_library.index().contains(MediaKind::Snapshot, makeName(camera, m_lastStamp)))
        m_lastStamp += step;
    return m_lastStamp;
}

Async<Snapshot> Snapshots::take(CameraId camera, const std::optional<FileName> &name)
{
    if (const auto may = mayTake(camera, name); !may.ok()) {
        const ErrorCode code = may.error().code;
        if (code == ErrorCode::DependencyFailed || code == ErrorCode::InvalidState)
            Q_EMIT failed(camera, may.error());
        return cs::failed<Snapshot>(may.error());
    }
    if (m_pending >= MaxPending)
        return cs::failed<Snapshot>(Error::rateLimited(1000));
    ++m_pending;
    auto job = std::make_shared<Job>();
    job->snapshot.camera = camera;
    job->snapshot.takenAt = nextStamp(camera);
    job->snapshot.file = name.value_or(makeName(camera, job->snapshot.takenAt));
    auto answer = job->promise.future();
    whenAlive(this, m_picture.fetch(camera), [this, job](const Result<LiveVideo> &video) { onVideo(job, video); });
    return answer;
}

FileName Snapshots::makeName(CameraId camera, Timestamp time) const
{
    return FileName::parse(stampedName(camera, time) + QStringLiteral(".jpg")).value_or(FileName());
}

void Snapshots::onVideo(const JobPtr &job, const Result<LiveVideo> &video)
{
    if (!video.ok())
        return fail(job, video.error());
    job->video = *video;
    whenAlive(this, m_decoder.jpegOf(job->video.mp4),
              [this, job](const Result<QByteArray> &jpeg) { onJpeg(job, jpeg); });
}

void Snapshots::onJpeg(const JobPtr &job, const Result<QByteArray> &jpeg)
{
    job->video = {};
    if (!jpeg.ok())
        return fail(job, jpeg.error());
    job->snapshot.sizeBytes = jpeg->size();
    job->snapshot.size = jpegSize(*jpeg).value_or(QSize());
    const auto write = [disk = m_library.disk(MediaKind::Snapshot), folder = m_library.snapshotsFolder(),
                        name = job->snapshot.file, bytes = *jpeg]() -> Result<Done> {
        if (auto there = restoreMediaFolder(folder); !there.ok())
            return there;
        if (auto room = disk.roomFor(QStringLiteral("a snapshot")); !room.ok())
            return room;
        return writeNewFile(folder, name, bytes);
    };
    whenAlive(this, m_workers.run<Done>(write), [this, job](const Result<Done> &written) {
        if (written.ok())
            onWritten(job);
        else
            fail(job, written.error());
    });
}

void Snapshots::onWritten(const JobPtr &job)
{
    whenAlive(this, m_library.added(job->snapshot), [this, job](const Result<Done> &added) {
        if (added.ok()) {
            finish(job, job->snapshot);
            Q_EMIT taken(job->snapshot);
            return;
        }
        // Without a row nobody would find the file. A row that is taken has lost its own file, and keeps its name.
        const Error error = added.error().code == ErrorCode::InvalidState ? nameTaken(job->snapshot.file)
                                                                          : added.error();
        const auto drop = [path = m_library.pathOf(MediaKind::Snapshot, job->snapshot.file)] {
            return removeMediaFile(path);
        };
        whenAlive(this, m_workers.run<Done>(drop), [this, job, error](const Result<Done> &) { fail(job, error); });
    });
}

void Snapshots::finish(const JobPtr &job, const Result<Snapshot> &result)
{
    --m_pending;
    job->promise.finish(result);
}

void Snapshots::fail(const JobPtr &job, const Error &error)
{
    qCWarning(lcRecordings, "snapshot of %s failed: %s", qUtf8Printable(job->snapshot.camera.toString()),
              qUtf8Printable(error.message));
    finish(job, error);
    Q_EMIT failed(job->snapshot.camera, error);
}

}  // namespace cs

#include "moc_snapshots.cpp"

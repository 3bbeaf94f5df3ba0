#include "recordings/recordingstart.h"

#include <QFile>

#include "base/workers.h"
#include "mediamtx/internaltokens.h"
#include "mediamtx/mediaserver.h"
#include "recordings/alive.h"
#include "recordings/mediafolders.h"
#include "recordings/medialibrary.h"

namespace cs {

RecordingStart::RecordingStart(const RunTools &tools, Recording order)
    : m_tools(tools),
      m_recording(std::move(order)),
      m_known(m_recording.camera)
{}

void RecordingStart::begin()
{
    m_deadline = m_tools.clock.steady() + Limit;
    const auto ask = [disk = m_tools.library.disk(MediaKind::Recording), base = m_tools.library.recordingsFolder(),
                      manual = m_tools.library.manualFolder()]() -> Result<SpaceFigures> {
        for (const QString &folder : {base, manual}) {
            if (const auto there = restoreMediaFolder(folder); !there.ok())
                return there.error();
        }
        return disk.figures();
    };
    whenAlive(this, m_tools.workers.run<SpaceFigures>(ask), [this](const Result<SpaceFigures> &figures) {
        if (m_phase == Phase::Waiting)
            onSpace(figures);
    });
}

void RecordingStart::onSpace(const Result<SpaceFigures> &figures)
{
    m_knowsSpace = true;
    // Else the run would be ended by what was known before, when the disk may have been full; and of a disk that could
    // not be asked nobody is to believe what it said before.
    m_tools.library.learnSpace(MediaKind::Recording, figures);
    const auto mayWrite =
        m_tools.library.disk(MediaKind::Recording).knowing(figures).roomFor(QStringLiteral("a recording"));
    if (mayWrite.ok())
        lookAtFolder();
    else
        fail(mayWrite.error());
}

void RecordingStart::lookAtFolder()
{
    // What already lies there is not ours.
    whenAlive(this, m_tools.folder.scan(), [this](const Result<Strays> &strays) {
        if (m_phase != Phase::Waiting)
            return;
        if (!strays.ok())
            return fail(strays.error());
        m_known.add(*strays);
        m_knowsOlder = true;
        addPath();
    });
}

void RecordingStart::addPath()
{
    const QString camera = m_recording.camera.toString();
    PathSpec spec;
    spec.name = recordingPath(m_recording.camera);
    spec.sourceUrl = m_tools.server.rtspBase() + '/' + camera.toLatin1() + "?token=" + m_tools.tokens.forReader(camera);
    spec.record = true;
    spec.recordPath = recordPattern(m_tools.library.recordingsFolder());
    spec.visibility = PathSpec::Visibility::Hidden;
    whenAlive(this, m_tools.server.setPath(spec), [this](const Result<Done> &done) {
        if (!done.ok() && m_phase == Phase::Waiting)
            fail(done.error());
    });
}

void RecordingStart::onStrays(const Strays &strays)
{
    // A listing that was under way at the order tells of older files alone.
    if (m_phase != Phase::Waiting || !m_knowsOlder)
        return;
    const Strays fresh = m_known.unknownOf(strays);
    if (fresh.empty())
        return;
    // MediaMTX begins a file with its first bytes, so a second one means that the first could not be written.
    if (m_file || fresh.size() > 1)
        fail(Error::dependencyFailed(QStringLiteral("storage"),
                                     QStringLiteral("MediaMTX could not write the recording")));
    else
        follow(fresh.front());
}

void RecordingStart::follow(const StrayFile &stray)
{
    m_known.add({stray});
    m_recording.file = stray.file;
    m_recording.startedAt = stray.name.startedAt;
    m_file = std::make_unique<FollowedFile>(m_tools.folder.pathOf(stray.file), m_tools.workers);
    connect(m_file.get(), &FollowedFile::looked, this, &RecordingStart::onLooked);
    m_file->setEager(true);
    m_file->look();
}

void RecordingStart::onLooked(const Result<Fmp4Facts> &facts)
{
    if (m_phase != Phase::Waiting || !facts.ok() || !facts->hasMedia)
        return;
    m_recording.duration = facts->duration;
    m_recording.sizeBytes = facts->sizeBytes;
    enter();
}

void RecordingStart::enter()
{
    m_phase = Phase::Entering;
    m_file->setEager(false);
    disconnect(m_file.get(), nullptr, this, nullptr);
    whenAlive(this, m_tools.library.opened(m_recording), [this](const Result<qint64> &row) {
        if (!row.ok())
            return fail(row.error());
        m_row = *row;
        m_phase = Phase::Begun;
        Q_EMIT begun();
    });
}

bool RecordingStart::giveUp(const Error &error)
{
    if (m_phase == Phase::Waiting)
        fail(error);
    return m_phase == Phase::Failed;
}

void RecordingStart::tick(bool storageFull)
{
    if (m_phase != Phase::Waiting)
        return;
    // Before its own look at the disk, `storageFull` may tell of a moment before the order.
    if (storageFull && m_knowsSpace)
        return fail(Error::dependencyFailed(QStringLiteral("storage"), QStringLiteral("the disk filled up")));
    if (m_tools.clock.steady() >= m_deadline)
        return fail(Error::dependencyFailed(
            QStringLiteral("camera"),
            QStringLiteral("no picture arrived within %1 s; look at the camera's stream").arg(Limit.count())));
    if (m_file)
        m_file->look();
}

void RecordingStart::fail(const Error &error)
{
    m_phase = Phase::Failed;
    if (m_file)
        m_file->setEager(false);
    // First of all, so that whoever asks for the path next comes after it.
    auto removed = m_tools.server.removePath(recordingPath(m_recording.camera));
    Q_EMIT failed(error);
    whenAlive(this, removed, [this](const Result<Done> &) {
        whenAlive(this, m_tools.folder.scan(), [this](const Result<Strays> &strays) { dropFiles(strays); });
    });
}

// A start that was refused leaves no file behind.
void RecordingStart::dropFiles(const Result<Strays> &strays)
{
    QStringList paths;
    if (m_recording.file.isValid())
        paths << m_tools.folder.pathOf(m_recording.file);
    for (const StrayFile &stray : strays.ok() && m_knowsOlder ? m_known.unknownOf(*strays) : Strays{})
        paths << m_tools.folder.pathOf(stray.file);
    const auto job = [paths]() -> Result<Done> {
        for (const QString &path : paths)
            QFile::remove(path);
        return Done{};
    };
    whenAlive(this, m_tools.workers.run<Done>(job), [this](const Result<Done> &) { Q_EMIT undone(); });
}

}  // namespace cs

#include "moc_recordingstart.cpp"

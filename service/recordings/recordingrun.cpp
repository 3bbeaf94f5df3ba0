#include "recordings/recordingrun.h"

#include <QUuid>

#include "cameras/camera.h"
#include "mediamtx/mediaserver.h"
#include "recordings/log.h"

namespace cs {

RecordingRun::RecordingRun(const RunTools &tools, CameraId camera, std::optional<std::chrono::seconds> requested,
                           const QString &by)
    : m_tools(tools)
{
    m_recording.camera = camera;
    m_recording.requested = requested;
    m_recording.startedBy = by;
    m_recording.sessionId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    m_stopTimer.setSingleShot(true);
    m_stopTimer.setTimerType(Qt::PreciseTimer);
    connect(&m_stopTimer, &QTimer::timeout, this, &RecordingRun::onStopTimer);
    m_start = std::make_unique<RecordingStart>(m_tools, m_recording);
    connect(m_start.get(), &RecordingStart::begun, this, &RecordingRun::onBegun);
    connect(m_start.get(), &RecordingStart::failed, this, &RecordingRun::onFailed);
    connect(m_start.get(), &RecordingStart::undone, this, [this] {
        finish(Error::invalidState(QStringLiteral("%1 is not recording").arg(m_recording.camera.toString()),
                                   QStringLiteral("idle"), {QStringLiteral("recording")}));
    });
}

RecordingRun::~RecordingRun() = default;

RecordingRun::Moment RecordingRun::now() const
{
    return m_tools.clock.steady();
}

bool RecordingRun::isOpen() const
{
    return m_phase == Phase::Recording || m_phase == Phase::Ending;
}

QString RecordingRun::stateName() const
{
    switch (m_phase) {
    case Phase::Starting: return QStringLiteral("starting");
    case Phase::Recording: return QStringLiteral("recording");
    case Phase::Ending:
    case Phase::Undoing:
    case Phase::Over: return QStringLiteral("stopping");
    }
    return {};
}

Async<Recording> RecordingRun::begin()
{
    auto answer = m_startPromise.future();
    m_start->begin();
    return answer;
}

void RecordingRun::onBegun()
{
    m_recording = m_start->recording();
    m_row = m_start->row();
    m_known = m_start->known();
    m_file = m_start->takeFile();
    connect(m_file.get(), &FollowedFile::looked, this, &RecordingRun::onLooked);
    m_phase = Phase::Recording;
    m_health.emplace(now(), m_recording.sizeBytes);
    m_progressAt = now() + ProgressEvery;
    armTimer();
    m_startPromise.finish(m_recording);
    Q_EMIT began();
    if (m_endWanted && m_phase == Phase::Recording)
        startEnding(*m_endWanted);
}

void RecordingRun::onFailed(const Error &error)
{
    m_phase = Phase::Undoing;
    qCWarning(lcRecordings, "recording of %s did not start: %s", qUtf8Printable(m_recording.camera.toString()),
              qUtf8Printable(error.message));
    m_startPromise.finish(error);
}

void RecordingRun::armTimer()
{
    using namespace std::chrono;
    const auto length = m_recording.requested.value_or(MaxLength);
    // Counted from the first picture, as the file's name tells it, unless the clock was set meanwhile.
    const microseconds since = m_tools.clock.now() - m_recording.startedAt;
    const bool isPlausible = since >= microseconds::zero() && since <= RecordingStart::Limit;
    m_stopAt = now() + length - (isPlausible ? since : microseconds::zero());
    m_stopTimer.start(std::max(ceil<milliseconds>(m_stopAt - now()), milliseconds::zero()));
}

void RecordingRun::onStopTimer()
{
    if (m_phase == Phase::Recording && now() >= m_stopAt)
        startEnding(EndCause::Duration);
}

Async<Recording> RecordingRun::stop()
{
    auto answer = m_waiters.emplace_back().future();
    if (m_phase == Phase::Recording)
        startEnding(EndCause::Requested);
    else if (m_phase == Phase::Starting && !m_endWanted)
        m_endWanted = EndCause::Requested;
    return answer;
}

void RecordingRun::end(EndCause cause, const Error &startError)
{
    if (m_phase == Phase::Starting && !m_start->giveUp(startError))
        m_endWanted = cause;
    else if (m_phase == Phase::Recording)
        startEnding(cause);
    else if (m_phase == Phase::Ending)
        m_close->look();
}

void RecordingRun::tick(bool storageFull)
{
    if (m_phase == Phase::Starting) {
        m_start->tick(storageFull);
    } else if (m_phase == Phase::Recording) {
        watchHealth(storageFull);
    } else if (m_phase == Phase::Ending) {
        m_close->tick();
    }
}

void RecordingRun::onStrays(const Strays &strays)
{
    if (m_phase == Phase::Starting)
        return m_start->onStrays(strays);
    if (m_phase != Phase::Recording)
        return;
    m_extra = m_known->unknownOf(strays);
    if (!m_extra.empty())
        watchHealth(false);
}

bool RecordingRun::cameraThere()
{
    const auto camera = m_tools.cameras(m_recording.camera);
    const auto path = m_tools.server.paths().constFind(recordingPath(m_recording.camera));
    const bool isAvailable = path != m_tools.server.paths().constEnd() && path->available;
    // The bytes on disk may be quicker than the news of the path.
    m_pathSeen = m_pathSeen || isAvailable;
    return camera && camera->isConnected() && (isAvailable || !m_pathSeen);
}

void RecordingRun::watchHealth(bool storageFull)
{
    onStopTimer();
    if (m_phase != Phase::Recording)
        return;
    m_file->glance();
    RunHealth::View view;
    view.now = now();
    view.fileExists = m_file->seen().exists;
    view.sizeBytes = m_file->seen().sizeBytes;
    view.cameraThere = cameraThere();
    view.storageFull = storageFull;
    view.secondFile = !m_extra.empty();
    view.secondFileEmpty = view.secondFile && m_extra.front().sizeBytes == 0;
    if (const auto cause = m_health->judge(view))
        return startEnding(*cause);
    if (now() >= m_progressAt) {
        m_progressAt = now() + ProgressEvery;
        m_file->look();
    }
}

void RecordingRun::onLooked(const Result<Fmp4Facts> &facts)
{
    if (!facts.ok())
        return;
    m_recording.duration = facts->duration;
    m_recording.sizeBytes = facts->sizeBytes;
    Q_EMIT progressed();
}

void RecordingRun::startEnding(EndCause cause)
{
    m_phase = Phase::Ending;
    m_recording.cause = toString(cause);
    m_recording.failed = isFailure(cause);
    m_stopTimer.stop();
    disconnect(m_file.get(), nullptr, this, nullptr);
    m_close = std::make_unique<RecordingClose>(m_tools, m_recording, m_row, std::move(m_file));
    connect(m_close.get(), &RecordingClose::over, this, &RecordingRun::finish);
    m_close->begin();
}

void RecordingRun::finish(const Result<Recording> &result)
{
    const bool hadBegun = m_phase == Phase::Ending;
    m_phase = Phase::Over;
    auto waiters = std::exchange(m_waiters, {});
    for (Promise<Recording> &waiter : waiters)
        waiter.finish(result);
    Q_EMIT over(hadBegun);
}

}  // namespace cs

#include "moc_recordingrun.cpp"

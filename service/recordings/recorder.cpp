#include "recordings/recorder.h"

#include "cameras/camera.h"
#include "recordings/alive.h"
#include "recordings/log.h"
#include "recordings/medialibrary.h"
#include "recordings/recordingrun.h"

namespace cs {
namespace {

using namespace std::chrono_literals;

constexpr auto TickEvery = 500ms;
// MediaMTX closes its files within 0.3 s of losing a path.
constexpr auto TidyAfter = 1500ms;
constexpr auto ShutdownLimit = 3s;

Error cameraUnknown(CameraId camera)
{
    return Error::notFound(QStringLiteral("camera"), camera.toString());
}

Error notRecording(CameraId camera)
{
    return Error::invalidState(QStringLiteral("%1 is not recording").arg(camera.toString()), QStringLiteral("idle"),
                               {QStringLiteral("recording")});
}

Error shuttingDown()
{
    return Error::invalidState(QStringLiteral("the service is shutting down"), QStringLiteral("shutting_down"), {});
}

}  // namespace

Recorder::Recorder(MediaServer &server, InternalTokens &tokens, CameraLookup cameras, MediaLibrary &library,
                   const Clock &clock, QObject *parent)
    : QObject(parent),
      m_server(server),
      m_cameras(std::move(cameras)),
      m_library(library),
      m_clock(clock),
      m_folder(library.manualFolder(), library.index(), m_workers),
      m_tools{server, tokens, m_cameras, library, clock, m_workers, m_folder},
      m_salvage(m_tools)
{
    m_timer.setInterval(TickEvery);
    connect(&m_timer, &QTimer::timeout, this, &Recorder::tick);
    connect(&m_server, &MediaServer::polled, this, &Recorder::tick);
    connect(&m_server, &MediaServer::stateChanged, this, &Recorder::onServerState);
    connect(&m_folder, &RecordingFolder::listed, this, &Recorder::onStrays);
    connect(&m_salvage, &Salvage::ended, this, &Recorder::ended);
}

Recorder::~Recorder() = default;

Async<Recording> Recorder::start(CameraId id, std::optional<std::chrono::seconds> duration, const QString &by)
{
    const auto camera = m_cameras(id);
    if (!camera)
        return failed<Recording>(cameraUnknown(id));
    if (m_isClosing)
        return failed<Recording>(shuttingDown());
    if (const auto run = m_runs.find(id); run != m_runs.end())
        return failed<Recording>(
            Error::invalidState(QStringLiteral("%1 is %2 already").arg(id.toString(), run->second->stateName()),
                                run->second->stateName(), {QStringLiteral("idle")}));
    if (m_server.state() != MediaServer::State::Running)
        return failed<Recording>(
            Error::dependencyFailed(QStringLiteral("MediaMTX"), QStringLiteral("it is not running at the moment")));
    if (!camera->isConnected())
        return failed<Recording>(
            Error::dependencyFailed(QStringLiteral("camera"),
                                    camera->reason.isEmpty() ? QStringLiteral("it is not connected") : camera->reason));
    return addRun(id, duration, by)->begin();
}

RecordingRun *Recorder::addRun(CameraId camera, std::optional<std::chrono::seconds> duration, const QString &by)
{
    auto run = std::make_unique<RecordingRun>(m_tools, camera, duration, by);
    RecordingRun *const out = run.get();
    connect(out, &RecordingRun::began, this, [this, out] { Q_EMIT started(out->recording()); });
    connect(out, &RecordingRun::progressed, this, [this, out] { Q_EMIT progressed(out->recording()); });
    connect(out, &RecordingRun::over, this, [this, camera](bool hadBegun) { onOver(camera, hadBegun); });
    m_runs.emplace(camera, std::move(run));
    m_timer.start();
    return out;
}

Async<Recording> Recorder::stop(CameraId camera)
{
    if (const auto run = m_runs.find(camera); run != m_runs.end())
        return run->second->stop();
    return failed<Recording>(m_cameras(camera) ? notRecording(camera) : cameraUnknown(camera));
}

std::vector<Recording> Recorder::openOnes() const
{
    std::vector<Recording> out;
    for (const auto &[camera, run] : m_runs) {
        if (run->isOpen())
            out.push_back(run->recording());
    }
    return out;
}

void Recorder::onOver(CameraId camera, bool hadBegun)
{
    const auto found = m_runs.find(camera);
    const Recording recording = found->second->recording();
    // It is still speaking.
    found->second.release()->deleteLater();
    m_runs.erase(found);
    if (recording.failed || !hadBegun)
        m_tidyAt = m_clock.steady() + TidyAfter;
    if (hadBegun) {
        qCInfo(lcRecordings, "recording %s ended (%s)", qUtf8Printable(recording.file.toString()),
               qUtf8Printable(recording.cause));
        Q_EMIT ended(recording);
    }
    if (m_closed && m_runs.empty())
        m_closed->finish(Done{});
}

// A run may end, and so leave, while it is spoken to.
void Recorder::eachRun(const std::function<void(RecordingRun &)> &speak)
{
    std::vector<QPointer<RecordingRun>> runs;
    for (const auto &[camera, run] : m_runs)
        runs.emplace_back(run.get());
    for (const auto &run : runs) {
        if (run)
            speak(*run);
    }
}

void Recorder::onServerState(MediaServer::State state)
{
    if (state == MediaServer::State::Running)
        return;
    const Error error = Error::dependencyFailed(QStringLiteral("MediaMTX"), QStringLiteral("it stopped"));
    eachRun([&error](RecordingRun &run) { run.end(EndCause::MediaMtxLost, error); });
}

void Recorder::onStrays(const Strays &strays)
{
    eachRun([&strays](RecordingRun &run) { run.onStrays(strays); });
    if (!m_tidyAt || m_clock.steady() < *m_tidyAt)
        return;
    m_tidyAt.reset();
    Strays lost;
    for (const StrayFile &stray : strays) {
        const bool isQuiet = stray.ageMs > std::chrono::milliseconds(1s).count();
        const bool isOwned = m_runs.count(stray.name.camera) > 0;
        const bool isWritten = m_server.paths().contains(recordingPath(stray.name.camera));
        if (isQuiet && !isOwned && !isWritten)
            lost.push_back(stray);
        else
            m_tidyAt = m_clock.steady() + TidyAfter;
    }
    if (!lost.empty())
        m_salvage.takeUp(lost, EndCause::CameraLost);
}

bool Recorder::isStorageFull() const
{
    const auto figures = m_library.space(MediaKind::Recording).figures();
    return figures.ok() && figures->full();
}

void Recorder::tick()
{
    if (m_runs.empty() && !m_tidyAt) {
        m_timer.stop();
        return;
    }
    const bool isTidyDue = m_tidyAt && m_clock.steady() >= *m_tidyAt;
    if (isTidyDue)
        m_folder.scan();
    else
        m_folder.poll();
    const bool full = isStorageFull();
    m_library.lookAtSpace(MediaKind::Recording);
    eachRun([full](RecordingRun &run) { run.tick(full); });
}

Async<Done> Recorder::recover()
{
    return andThenAlive(this, m_salvage.endLeftOpen(), [this](Done) {
        return andThenAlive(this, m_folder.scan(), [this](const Strays &strays) {
            Strays lost;
            for (const StrayFile &stray : strays) {
                if (m_runs.count(stray.name.camera) == 0)
                    lost.push_back(stray);
            }
            return m_salvage.takeUp(lost, EndCause::ServiceRestart);
        });
    });
}

Async<Done> Recorder::shutdown()
{
    m_isClosing = true;
    auto answer = andThenAlive(this, m_closed.emplace().future(), [this](Done) { return m_library.storeEnds(); });
    if (m_runs.empty()) {
        m_closed->finish(Done{});
        return answer;
    }
    QTimer::singleShot(ShutdownLimit, this, [this] {
        // What is left open is ended at the next start.
        if (!m_runs.empty())
            qCWarning(lcRecordings, "%d recordings were not closed in time", int(m_runs.size()));
        m_closed->finish(Done{});
    });
    eachRun([](RecordingRun &run) { run.end(EndCause::Shutdown, shuttingDown()); });
    return answer;
}

}  // namespace cs

#include "moc_recorder.cpp"

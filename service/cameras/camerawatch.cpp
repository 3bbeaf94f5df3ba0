#include "cameras/camerawatch.h"

#include <algorithm>
#include <utility>

#include <QCoreApplication>
#include <QPointer>

#include "cameras/trackedcamera.h"

namespace cs {
namespace {

// Polls come twice a second; so many watch ticks without one mean that nothing can be said any more. More than one,
// because a tick that was late itself sees polls late as well.
constexpr int TicksToLosePolls = 5;

}  // namespace

CameraWatch::CameraWatch(MediaServer &server, std::chrono::milliseconds tick) : m_server(server)
{
    m_serverWasRunning = server.state() == MediaServer::State::Running;
    connect(&m_server, &MediaServer::stateChanged, this, &CameraWatch::onServerState);
    connect(&m_server, &MediaServer::polled, this, &CameraWatch::onPolled);
    connect(&m_tick, &QTimer::timeout, this, &CameraWatch::onTick);
    m_tick.start(tick);
}

CameraWatch::~CameraWatch()
{
    // A camera that goes here answers its stop() while it goes, and must not be looked for in the list then.
    const auto ending = std::exchange(m_ending, {});
    const auto cameras = std::exchange(m_cameras, {});
}

const Camera &CameraWatch::follow(std::unique_ptr<TrackedCamera> tracked)
{
    const CameraId id = tracked->camera().id;
    retire(id);
    if (const QString away = serverAway(); !away.isEmpty())
        tracked->refresh(away);
    connect(tracked.get(), &TrackedCamera::changed, this, &CameraWatch::changed);
    return m_cameras.insert_or_assign(id, std::move(tracked)).first->second->camera();
}

std::optional<Camera> CameraWatch::retire(CameraId id)
{
    auto former = m_cameras.extract(id);
    if (!former)
        return std::nullopt;
    const Camera camera = former.mapped()->camera();
    retire(std::move(former.mapped()));
    return camera;
}

void CameraWatch::retire(std::unique_ptr<TrackedCamera> tracked)
{
    TrackedCamera *camera = tracked.get();
    disconnect(camera, nullptr, this, nullptr);
    m_ending.push_back(std::move(tracked));
    QPointer<CameraWatch> self(this);
    whenDone(qApp, camera->stop(), [self, camera](const Result<Done> &) {
        if (!self)
            return;
        const auto isIt = [camera](const auto &ending) { return ending.get() == camera; };
        const auto found = std::find_if(self->m_ending.begin(), self->m_ending.end(), isIt);
        if (found == self->m_ending.end())
            return;
        // Perhaps it is what called.
        found->release()->deleteLater();
        self->m_ending.erase(found);
        self->tellStopped();
    });
}

Async<Done> CameraWatch::stop()
{
    m_tick.stop();
    disconnect(&m_server, nullptr, this, nullptr);
    auto answer = m_waiters.emplace_back().future();
    m_stopping += m_cameras.size();
    for (const auto &[id, tracked] : m_cameras) {
        whenDone(qApp, tracked->stop(), [self = QPointer<CameraWatch>(this)](const Result<Done> &) {
            if (!self)
                return;
            --self->m_stopping;
            self->tellStopped();
        });
    }
    tellStopped();
    return answer;
}

void CameraWatch::tellStopped()
{
    if (m_stopping > 0 || !m_ending.empty())
        return;
    auto waiters = std::exchange(m_waiters, {});
    for (Promise<Done> &waiter : waiters)
        waiter.finish(Done{});
}

std::vector<Camera> CameraWatch::cameras() const
{
    std::vector<Camera> out;
    out.reserve(m_cameras.size());
    for (const auto &[id, tracked] : m_cameras)
        out.push_back(tracked->camera());
    return out;
}

const TrackedCamera *CameraWatch::find(CameraId id) const
{
    const auto found = m_cameras.find(id);
    return found == m_cameras.end() ? nullptr : found->second.get();
}

std::optional<Camera> CameraWatch::camera(CameraId id) const
{
    const TrackedCamera *found = find(id);
    return found ? std::optional(found->camera()) : std::nullopt;
}

std::optional<Camera> CameraWatch::byDisplayUrl(const QString &url) const
{
    for (const auto &[id, tracked] : m_cameras) {
        if (tracked->camera().displayUrl == url)
            return tracked->camera();
    }
    return std::nullopt;
}

void CameraWatch::onServerState()
{
    const auto state = m_server.state();
    m_ticksWithoutPoll = 0;
    if (state == MediaServer::State::Failed)
        ++m_failures;
    // What a running one says about the paths comes with its first poll.
    if (state != MediaServer::State::Running) {
        refreshAll();
        return;
    }
    m_serverWasRunning = true;
    m_failures = 0;
}

void CameraWatch::onPolled()
{
    m_ticksWithoutPoll = 0;
    refreshAll();
}

void CameraWatch::onTick()
{
    if (m_server.state() != MediaServer::State::Running)
        return;
    if (++m_ticksWithoutPoll == TicksToLosePolls)
        refreshAll();
}

QString CameraWatch::serverAway() const
{
    // Its first end is followed by a new start at once; only what happens again is worth its details.
    const bool isRestarting = m_serverWasRunning && m_failures <= 1;
    switch (m_server.state()) {
    case MediaServer::State::Stopped: return QStringLiteral("media server is stopped");
    case MediaServer::State::Starting:
    case MediaServer::State::Failed:
        if (isRestarting)
            return QStringLiteral("media server is restarting");
        // Its own words name files of the host, and viewers read this.
        return m_failures > 0 ? QStringLiteral("media server does not run; the service's log says why")
                              : QStringLiteral("media server is starting");
    case MediaServer::State::Running: break;
    }
    return m_ticksWithoutPoll < TicksToLosePolls ? QString() : QStringLiteral("media server does not answer");
}

void CameraWatch::refreshAll()
{
    const QString away = serverAway();
    // Whoever hears of a change may change the cameras.
    std::vector<QPointer<TrackedCamera>> all;
    for (const auto &[id, tracked] : m_cameras)
        all.emplace_back(tracked.get());
    for (const auto &tracked : all) {
        if (tracked)
            tracked->refresh(away);
    }
}

}  // namespace cs

#include "moc_camerawatch.cpp"

#include "cameras/trackedcamera.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QPointer>

#include "cameras/logging.h"

namespace cs {
namespace {

using namespace std::chrono_literals;

// No healthy source is silent for so long; a new start costs less than waiting on.
constexpr auto StalledPublisher = 6s;
constexpr auto StalledPull = 20s;
constexpr auto CureEvery = 20s;
// A stream has no piece to measure in its first seconds.
constexpr auto FirstProbePause = 1s;
// The measured rate wavers a little around the true one.
constexpr double FpsSlack = 0.75;

bool differs(const Camera &a, const Camera &b)
{
    return a.link != b.link || a.reason != b.reason || a.name != b.name || a.size != b.size || a.fps != b.fps
           || a.codecs != b.codecs;
}

}  // namespace

TrackedCamera::TrackedCamera(const StoredCamera &stored, std::unique_ptr<CameraSource> source, MediaServer &server,
                             const Clock &clock, const CameraOptions &options)
    : m_server(server),
      m_clock(clock),
      m_options(options),
      m_stored(stored),
      m_source(std::move(source)),
      m_isPulled(!m_source->path().sourceUrl.isEmpty()),
      m_watch(m_isPulled ? LinkWatch::Feed::Pulled : LinkWatch::Feed::Published, options.silence),
      m_probe(server, m_source->path().name),
      m_probePause(FirstProbePause)
{
    m_camera.id = stored.id;
    m_camera.kind = stored.kind;
    m_camera.name = stored.name;
    m_camera.addedAt = stored.createdAt;
    m_camera.displayUrl = m_source->displayUrl();
    m_camera.reason = QStringLiteral("connecting");
    connect(m_source.get(), &CameraSource::changed, this, &TrackedCamera::onSourceChanged);
    connect(m_source.get(), &CameraSource::failed, this, [this](const QString &reason) { m_failure = reason; });
    judge();
}

Async<Done> TrackedCamera::start()
{
    m_started = true;
    // Such a source has no path to offer.
    if (!m_isPulled && !m_source->problem().isEmpty())
        return ready<Done>(Done{});
    QPointer<TrackedCamera> self(this);
    auto promise = std::make_shared<Promise<Done>>();
    auto answer = promise->future();
    whenDone(qApp, m_server.setPath(m_source->path()), [self, promise](const Result<Done> &result) {
        promise->finish(self ? self->onPathSet(result) : Result<Done>(Error::cancelled()));
    });
    return answer;
}

Result<Done> TrackedCamera::onPathSet(const Result<Done> &result)
{
    m_isRefused = !result.ok() && result.error().code == ErrorCode::InvalidParams;
    if (m_isRefused)
        return result.error();
    if (!result.ok())
        qCInfo(lcCameras).noquote() << m_camera.path() << "waits for the media server:" << result.error().message;
    if (m_started)
        m_source->start();
    return Done{};
}

Async<Done> TrackedCamera::stop()
{
    m_started = false;
    return m_source->stop();
}

void TrackedCamera::onSourceChanged()
{
    const Camera before = m_camera;
    judge();
    announce(before);
}

void TrackedCamera::refresh(const QString &away)
{
    if (!m_started)
        return;
    const Time now = m_clock.steady();
    const auto found = m_server.paths().constFind(m_camera.path());
    const PathState *state = away.isEmpty() && found != m_server.paths().constEnd() ? &found.value() : nullptr;
    const Camera before = m_camera;
    if (away.isEmpty())
        m_watch.poll(state, now);
    else
        m_watch.serverAway(away);
    takeState(state);
    judge();
    announce(before);
    if (away.isEmpty()) {
        cure(state, now);
        probe(now);
    }
}

void TrackedCamera::takeState(const PathState *state)
{
    m_camera.onServer = state != nullptr;
    m_camera.readers = state ? state->readers : 0;
    m_camera.bytesReceived = state ? state->inboundBytes : 0;
    m_camera.bytesSent = state ? state->outboundBytes : 0;
    m_camera.bitrate = m_watch.bitrate();
    // What was known of a camera stays known while it is away.
    if (state && !state->codecs.isEmpty())
        m_camera.codecs = state->codecs;
    if (state && !state->size.isEmpty())
        m_camera.size = state->size;
    if (m_watch.grew()) {
        m_camera.lastSeen = m_clock.now();
        m_failure.clear();
    }
}

void TrackedCamera::judge()
{
    m_camera.publisher = m_source->publisher();
    const QString problem = m_isRefused ? QStringLiteral("the media server refuses its address") : m_source->problem();
    if (m_watch.isConnected()) {
        m_camera.link = Camera::Link::Connected;
        m_camera.reason.clear();
        if (!m_camera.connectedSince)
            m_camera.connectedSince = m_clock.now();
        return;
    }
    m_camera.connectedSince.reset();
    m_camera.link = problem.isEmpty() ? Camera::Link::Disconnected : Camera::Link::Error;
    if (!problem.isEmpty())
        m_camera.reason = problem;
    else if (!m_failure.isEmpty() && m_server.state() == MediaServer::State::Running)
        m_camera.reason = m_failure;
    else if (!m_watch.reason().isEmpty())
        m_camera.reason = m_watch.reason();
}

// What claims to deliver but does not is made to begin anew: sources have been seen to stay like that for hours.
void TrackedCamera::cure(const PathState *state, Time now)
{
    const auto silent = m_watch.silentFor(now);
    const bool claims = state && state->available && state->online;
    const bool isStalled = m_isPulled ? claims && silent >= StalledPull : silent >= StalledPublisher;
    if (!isStalled || (m_curedAt != Time{} && now - m_curedAt < CureEvery))
        return;
    m_curedAt = now;
    m_source->stalled();
    if (!m_isPulled)
        return;
    qCInfo(lcCameras) << m_camera.path() << "claims to be available but brings nothing; connecting anew";
    QPointer<TrackedCamera> self(this);
    whenDone(qApp, m_server.removePath(m_camera.path()), [self](const Result<Done> &) {
        if (self && self->m_started)
            self->start();
    });
}

void TrackedCamera::probe(Time now)
{
    if (!m_watch.isConnected()) {
        m_nextProbe = now;
        m_probePause = FirstProbePause;
        return;
    }
    if (m_probe.isBusy() || now < m_nextProbe)
        return;
    m_nextProbe = now + m_probePause;
    QPointer<TrackedCamera> self(this);
    whenDone(qApp, m_probe.measure(), [self](const Result<StreamFacts> &facts) {
        if (self)
            self->onProbed(facts);
    });
}

void TrackedCamera::onProbed(const Result<StreamFacts> &facts)
{
    if (!facts.ok() || facts->fps <= 0) {
        m_probePause = std::min<std::chrono::milliseconds>(m_probePause * 2, m_options.probeEvery);
        return;
    }
    m_probePause = m_options.probeEvery;
    m_nextProbe = m_clock.steady() + m_probePause;
    const Camera before = m_camera;
    if (m_camera.fps == 0 || std::abs(facts->fps - m_camera.fps) > FpsSlack)
        m_camera.fps = std::max(1, int(std::lround(facts->fps)));
    if (m_camera.size.isEmpty() && !facts->size.isEmpty())
        m_camera.size = facts->size;
    announce(before);
}

void TrackedCamera::announce(const Camera &before)
{
    if (!differs(before, m_camera))
        return;
    if (before.link != m_camera.link) {
        if (m_camera.isConnected())
            qCInfo(lcCameras).noquote() << m_camera.path() << "is connected";
        else
            qCInfo(lcCameras).noquote() << m_camera.path() << "is not connected:" << m_camera.reason;
    }
    const Camera now = m_camera;
    Q_EMIT changed(before, now);
}

}  // namespace cs

#include "moc_trackedcamera.cpp"

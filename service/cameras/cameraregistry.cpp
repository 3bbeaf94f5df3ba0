#include "cameras/cameraregistry.h"

#include <QCoreApplication>
#include <QPointer>
#include <QUrl>

#include "cameras/camerawatch.h"
#include "cameras/logging.h"
#include "cameras/newcamera.h"
#include "cameras/sourcefactory.h"
#include "cameras/trackedcamera.h"
#include "mediamtx/internaltokens.h"
#include "storage/camerastable.h"

namespace cs {
namespace {

QString text(const char *latin)
{
    return QString::fromLatin1(latin);
}

}  // namespace

CameraRegistry::CameraRegistry(MediaServer &server, InternalTokens &tokens, CamerasTable &table,
                               const CredentialBox &box, const Clock &clock, CameraOptions options)
    : m_server(server),
      m_tokens(tokens),
      m_table(table),
      m_clock(clock),
      m_options(std::move(options)),
      m_sources(std::make_unique<SourceFactory>(server, tokens, box, clock, m_options.ffmpeg)),
      m_watch(std::make_unique<CameraWatch>(server, m_options.watchEvery))
{
    connect(m_watch.get(), &CameraWatch::changed, this, &CameraRegistry::cameraChanged);
}

CameraRegistry::~CameraRegistry() = default;

Async<Done> CameraRegistry::load()
{
    QPointer<CameraRegistry> self(this);
    auto promise = std::make_shared<Promise<Done>>();
    auto answer = promise->future();
    whenDone(qApp, m_table.all(), [self, promise](const Result<std::vector<StoredCamera>> &all) {
        if (!self || !all.ok()) {
            promise->finish(all.ok() ? Error::cancelled() : all.error());
            return;
        }
        for (const StoredCamera &stored : *all) {
            auto tracked = self->makeTracked(stored);
            tracked->start();
            self->m_watch->follow(std::move(tracked));
        }
        promise->finish(Done{});
        for (const Camera &camera : self->cameras())
            Q_EMIT self->cameraAdded(camera);
    });
    return answer;
}

Async<Done> CameraRegistry::stop()
{
    return m_watch->stop();
}

std::vector<Camera> CameraRegistry::cameras() const
{
    return m_watch->cameras();
}

std::optional<Camera> CameraRegistry::camera(CameraId id) const
{
    return m_watch->camera(id);
}

std::optional<Camera> CameraRegistry::cameraByUrl(const QString &url) const
{
    const auto address = RtspAddress::parse(url);
    return address.ok() ? m_watch->byDisplayUrl(address->displayUrl()) : std::nullopt;
}

int CameraRegistry::limit() const
{
    return m_options.limit;
}

std::unique_ptr<TrackedCamera> CameraRegistry::makeTracked(const StoredCamera &stored)
{
    return std::make_unique<TrackedCamera>(stored, m_sources->make(stored), m_server, m_clock, m_options);
}

std::optional<Error> CameraRegistry::addProblem(const RtspAddress &address, const QString &name) const
{
    if (auto problem = nameProblem(name))
        return problem;
    if (auto problem = addressProblem(address, QUrl(QString::fromUtf8(m_server.rtspBase())).port()))
        return problem;
    if (cameraByUrl(address.displayUrl()))
        return addressTaken();
    if (m_watch->count() + m_adding >= m_options.limit)
        return tooManyCameras(m_options.limit);
    return std::nullopt;
}

Async<Camera> CameraRegistry::addRtsp(const QString &url, const QString &name)
{
    const auto address = RtspAddress::parse(url);
    if (!address.ok())
        return failed<Camera>(address.error());
    const QString trimmed = name.trimmed();
    if (const auto problem = addProblem(*address, trimmed))
        return failed<Camera>(*problem);
    const auto sealed = m_sources->sealed(*address);
    if (!sealed.ok())
        return failed<Camera>(sealed.error());
    ++m_adding;
    QPointer<CameraRegistry> self(this);
    auto promise = std::make_shared<Promise<Camera>>();
    auto answer = promise->future();
    const QString kind = text(SourceFactory::Rtsp);
    whenDone(qApp, m_table.add(kind, trimmed, *sealed, kind, address->displayUrl()),
             [self, promise](const Result<StoredCamera> &stored) {
                 if (self)
                     self->onStored(stored, promise);
             });
    return answer;
}

void CameraRegistry::onStored(const Result<StoredCamera> &stored, const Answer &answer)
{
    if (!stored.ok()) {
        --m_adding;
        // Somebody else added it a moment ago.
        const bool isTaken = stored.error().code == ErrorCode::InvalidState;
        answer->finish(isTaken ? addressTaken() : stored.error());
        return;
    }
    const CameraId id = stored->id;
    TrackedCamera *tracked = m_starting.insert_or_assign(id, makeTracked(*stored)).first->second.get();
    QPointer<CameraRegistry> self(this);
    whenDone(qApp, tracked->start(), [self, answer, id](const Result<Done> &started) {
        if (self)
            self->onStarted(id, started, answer);
    });
}

void CameraRegistry::onStarted(CameraId id, const Result<Done> &started, const Answer &answer)
{
    --m_adding;
    auto tracked = std::move(m_starting.extract(id).mapped());
    if (!started.ok()) {
        m_watch->retire(std::move(tracked));
        // The id is spent; that the media server refuses what passed our own check is rare.
        whenDone(qApp, m_table.tombstone(id), [answer](const Result<Done> &) {
            answer->finish(Error::invalidParam(text("stream_url"), text("is refused by the media server"),
                                               text("check the address")));
        });
        return;
    }
    qCInfo(lcCameras).noquote() << tracked->camera().path() << "added:" << tracked->camera().displayUrl;
    const Camera added = m_watch->follow(std::move(tracked));
    answer->finish(added);
    Q_EMIT cameraAdded(added);
}

Async<Camera> CameraRegistry::removeByUrl(const QString &url)
{
    const auto address = RtspAddress::parse(url);
    if (!address.ok())
        return failed<Camera>(address.error());
    const auto found = cameraByUrl(url);
    return found ? remove(found->id) : failed<Camera>(Error::notFound(text("stream"), address->displayUrl()));
}

Async<Camera> CameraRegistry::remove(CameraId id)
{
    if (!m_watch->find(id))
        return failed<Camera>(Error::notFound(text("camera"), id.toString()));
    QPointer<CameraRegistry> self(this);
    auto promise = std::make_shared<Promise<Camera>>();
    auto answer = promise->future();
    whenDone(qApp, m_table.tombstone(id), [self, promise, id](const Result<Done> &done) {
        if (!done.ok())
            promise->finish(done.error());
        else if (self)
            self->onTombstoned(id, promise);
    });
    return answer;
}

void CameraRegistry::onTombstoned(CameraId id, const Answer &answer)
{
    const auto removed = m_watch->retire(id);
    if (!removed) {
        answer->finish(Error::notFound(text("camera"), id.toString()));
        return;
    }
    // Should the server be away, it forgets the path at its next reconciliation.
    m_server.removePath(removed->path());
    m_tokens.forgetReader(removed->path());
    qCInfo(lcCameras).noquote() << removed->path() << "removed";
    answer->finish(*removed);
    Q_EMIT cameraRemoved(id);
}

Async<Done> CameraRegistry::ensureTestCamera(CameraId id, const QString &name, const TestPicture &picture)
{
    const TrackedCamera *known = m_watch->find(id);
    if (known && known->camera().name == name && m_sources->pictureOf(known->stored()) == picture)
        return ready<Done>(Done{});
    const QString kind = text(SourceFactory::Test);
    const QString identity = id.toString();
    const auto sealed = m_sources->sealed(picture, identity);
    // One that is there goes on with the picture it has.
    if (!sealed.ok())
        return known ? ready<Done>(Done{}) : failed<Done>(sealed.error());
    auto stored = m_table.addWithId(id, kind, name, *sealed, kind, identity);
    QPointer<CameraRegistry> self(this);
    return andThen(qApp, stored, [self](const StoredCamera &camera) -> Result<Done> {
        if (!self)
            return Error::cancelled();
        self->onEnsured(camera);
        return Done{};
    });
}

void CameraRegistry::onEnsured(const StoredCamera &stored)
{
    const auto before = m_watch->camera(stored.id);
    auto tracked = makeTracked(stored);
    tracked->start();
    const Camera now = m_watch->follow(std::move(tracked));
    if (before)
        Q_EMIT cameraChanged(*before, now);
    else
        Q_EMIT cameraAdded(now);
}

}  // namespace cs

#include "moc_cameraregistry.cpp"

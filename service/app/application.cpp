#include "app/application.h"

#include <QCoreApplication>
#include <QLoggingCategory>
#include <QTextStream>

#include "app/apistack.h"
#include "app/auditstack.h"
#include "app/demo.h"
#include "app/healthpublisher.h"
#include "app/httpstack.h"
#include "app/mediastack.h"
#include "app/metricspublisher.h"
#include "app/storagehealth.h"
#include "app/tlsparts.h"
#include "app/version.h"
#include "audit/auditkeyfile.h"
#include "base/diskfull.h"
#include "mediamtx/binarylocator.h"

namespace cs {

Q_LOGGING_CATEGORY(lcApp, "cs.app")

namespace {

// What a service manager allows is longer; this is what the product promises.
constexpr std::chrono::milliseconds ShutdownLimit{4600};

// Whatever could not be written then: the disk is to blame, and people know how to help.
Error withAdvice(Error error, const QString &stateFolder)
{
    if (!stateFolder.isEmpty() && isDiskFull(stateFolder) && !error.message.contains(u"make room"))
        error.message += QStringLiteral("; the disk of the state folder %1 is full: make room there, a few megabytes "
                                        "are enough, and start again")
                             .arg(stateFolder);
    return error;
}

}  // namespace

// What hangs on the media server's program, which is looked for first.
struct Application::MediaParts {
    MediaParts(const Config &config, Identity &identity, const Clock &clock)
        : access(config, identity, clock),
          health(clock, QString::fromLatin1(Version))
    {}

    MediaStack::Access access;
    HealthMonitor health;
    std::unique_ptr<BinaryLocator> locator;
    std::unique_ptr<MediaStack> stack;
    std::unique_ptr<HealthPublisher> publisher;
    std::unique_ptr<StorageHealth> storage;
};

Application::Application(const Config &config, bool demo) : m_config(config), m_wantDemo(demo) {}

Application::~Application() = default;

Result<Done> Application::start()
{
    const auto begun = begin();
    return begun ? begun : withAdvice(begun.error(), m_folder.path());
}

Result<Done> Application::begin()
{
    if (auto taken = m_folder.take(m_config.storage.stateDir); !taken)
        return taken;
    for (const QString &folder : {m_config.recordingsDir(), m_config.snapshotsDir()}) {
        if (auto made = ensureWritableFolder(folder); !made)
            return made;
    }
    m_certificates = std::make_unique<CertificateStore>(certificateOptions(m_config), m_clock);
    if (m_config.tls.mode != TlsConfig::Mode::Off) {
        if (auto loaded = m_certificates->load(); !loaded)
            return loaded;
    }
    if (auto opened = openStore(); !opened)
        return opened;
    m_media = std::make_unique<MediaParts>(m_config, *m_identity, m_clock);
    if (auto listening = m_media->access.endpoint.listen(static_cast<quint16>(qint64(m_config.mediamtx.authPort)));
        !listening)
        return listening;
    // In the event loop: a search that fails at once could not end a loop that does not run yet.
    QMetaObject::invokeMethod(this, &Application::findBinary, Qt::QueuedConnection);
    return Done{};
}

Result<Done> Application::openStore()
{
    const auto chain = openAuditChain(m_folder.path());
    if (!chain)
        return chain.error();
    m_store = std::make_unique<Store>(m_clock, *chain);
    const auto before = (*chain)->hasHead() ? DatabaseBefore::Existed : DatabaseBefore::Unknown;
    if (auto opened = m_store->database.open(m_folder.path() + QStringLiteral("/camera-service.db"), before); !opened)
        return opened;
    const auto identity = Identity::make(m_config, m_folder.path(), *m_store, m_clock);
    if (!identity)
        return identity.error();
    m_identity = *identity;
    m_audit = std::make_unique<AuditStack>(m_config.audit, *m_store, *m_identity, m_clock);
    return Done{};
}

void Application::findBinary()
{
    if (m_closing)
        return;
    m_media->locator = std::make_unique<BinaryLocator>(BinaryLocator::Places::ofSystem(m_config.mediamtx.binary));
    whenDone(this, m_media->locator->find(), [this](const Result<MediaMtxBinary> &found) {
        if (m_closing)
            return;
        if (found)
            onBinaryFound(*found);
        else
            fail(found.error());
    });
}

void Application::onBinaryFound(const MediaMtxBinary &binary)
{
    qCInfo(lcApp) << "camera-service" << Version << "with MediaMTX" << binary.version << "at" << binary.path;
    auto &stack = m_media->stack;
    stack = std::make_unique<MediaStack>(m_config, binary, m_media->access, *m_identity, *m_store, m_clock);
    m_media->publisher = std::make_unique<HealthPublisher>(m_media->health, stack->server, m_clock,
                                                           QString::fromLatin1(Version));
    m_media->storage = std::make_unique<StorageHealth>(m_media->health, stack->library, m_folder.path());
    m_audit->follow(stack->viewers);
    const TlsSource tls = m_certificates->source();
    m_api = std::make_unique<ApiStack>(
        ApiStack::Parts{m_config, *m_identity, *m_store, *stack, m_media->health, *m_audit, tls, m_clock, *this});
    m_metrics = std::make_unique<MetricsPublisher>(m_api->metrics);
    m_http = std::make_unique<HttpStack>(m_config, stack->index, m_media->publisher->view(), *m_identity, m_clock,
                                         m_metrics->view(), tls, *m_audit);
    m_demo = std::make_unique<Demo>(
        Demo::Parts{stack->registry, m_identity->tokens, m_identity->tickets, m_api->streamLinks, m_config,
                    QCoreApplication::applicationDirPath() + QStringLiteral("/cameractl --socket ") + m_folder.path()
                        + QStringLiteral("/control.sock")});
    whenDone(this, andThen(this, load(), [this](const Done &) { return openDoors(); }),
             [this](const Result<Done> &result) {
                 if (result)
                     onReady();
                 else
                     fail(result.error());
             });
}

Async<Done> Application::load()
{
    const auto identity = andThen(this, m_store->bus.load(), [this](const Done &) { return m_identity->load(); });
    const auto keys = andThen(this, identity, [this](const Done &) { return m_api->load(); });
    const auto media = andThen(this, keys, [this](const Done &) { return m_media->stack->load(); });
    const auto storage = andThen(this, media, [this](const Done &) { return m_media->storage->start(); });
    return andThen(this, storage,
                   [this](const Done &) { return m_wantDemo ? m_demo->ensureCameras() : ready(Result<Done>(Done{})); });
}

Result<Done> Application::openDoors()
{
    using Component = HealthMonitor::Component;
    if (m_closing)
        return Error::cancelled();
    m_media->health.set(Component::CameraMonitor, api::ComponentState::Running);
    // HTTP last: who hears from /health/live that we live may connect to the API at once.
    if (auto opened = m_api->open(m_folder.path() + QStringLiteral("/control.sock")); !opened)
        return opened;
    if (auto opened = m_http->open(); !opened)
        return opened;
    m_media->health.set(Component::WebSocketServer, api::ComponentState::Running);
    return Done{};
}

void Application::onReady()
{
    if (m_closing)
        return;
    m_ready = true;
    m_api->faces.publishSystem(QStringLiteral("system.startup"), QStringLiteral("the service has started"));
    m_api->faces.doorsOpened();
    m_notifier.ready();
    qCInfo(lcApp) << "ready: WebSocket on port" << qint64(m_config.server.port) << "and HTTP on port"
                  << qint64(m_config.http.port);
}

void Application::fail(const Error &error)
{
    if (m_closing)
        return;
    m_closing = true;
    closeDoors();
    const auto end = [message = withAdvice(error, m_folder.path()).message] {
        // Last of all, so that it is what stands at the bottom of the terminal.
        QTextStream(stderr) << "camera-service: " << message << '\n';
        QCoreApplication::exit(1);
    };
    if (!m_media->stack) {
        end();
        return;
    }
    QTimer::singleShot(ShutdownLimit, this, end);
    whenDone(this, m_media->stack->stop(), [end](const Result<Done> &) { end(); });
}

void Application::closeDoors()
{
    if (m_api)
        m_api->close();
    if (m_http)
        m_http->close();
}

void Application::shutDown()
{
    if (m_closing)
        return;
    m_closing = true;
    m_notifier.stopping();
    qCInfo(lcApp) << "ending: recordings are being closed";
    if (!m_media || !m_media->stack) {
        QCoreApplication::exit(0);
        return;
    }
    if (m_ready) {
        m_api->faces.releaseEnds();
        m_api->faces.publishSystem(QStringLiteral("system.shutdown"), QStringLiteral("the service is ending"));
    }
    QTimer::singleShot(ShutdownLimit, this, [] {
        qCWarning(lcApp) << "the children did not end in time; they are killed now";
        QCoreApplication::exit(0);
    });
    m_identity->keys.writeUses();
    const auto stopped = m_media->stack->stop();
    whenDone(this, stopped, [this](const Result<Done> &result) {
        if (!result)
            qCWarning(lcApp) << "while ending:" << result.error().message;
        const auto written = andThen(this, m_store->bus.flush(),
                                     [this](const Done &) { return m_audit->trail.flush(); });
        whenDone(this, written, [this](const Result<Done> &) {
            closeDoors();
            QCoreApplication::exit(0);
        });
    });
}

}  // namespace cs

#include "moc_application.cpp"

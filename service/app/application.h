#pragma once

#include <memory>

#include <QObject>

#include "app/identity.h"
#include "app/notifier.h"
#include "app/statefolder.h"
#include "app/store.h"
#include "config/config.h"
#include "telemetry/sparememory.h"
#include "tls/certificatestore.h"

namespace cs {

class ApiStack;
struct AuditStack;
class Demo;
class HttpStack;
class MediaStack;
class MetricsPublisher;
struct MediaMtxBinary;

// The composition root: builds everything in the order of need, ends it in the reverse one. Service thread.
class Application : public QObject {
    Q_OBJECT

public:
    // `config` outlives this object.
    Application(const Config &config, bool demo);
    ~Application() override;

    // What can be said at once: folders, secrets, database. The rest follows in the event loop; a failure there is
    // printed as one sentence and ends the loop with exit code 1.
    Result<Done> start();
    // Closes recordings, ends children, then the event loop with exit code 0; within 5 s. Asking twice changes nothing.
    void shutDown();

private:
    void findBinary();
    Result<Done> begin();
    Result<Done> openStore();
    Async<Done> load();
    void onBinaryFound(const MediaMtxBinary &binary);
    Result<Done> openDoors();
    void onReady();
    void fail(const Error &error);
    void closeDoors();

    const Config &m_config;
    const bool m_wantDemo;
    bool m_closing = false;
    // The doors are open, and system.startup was published.
    bool m_ready = false;
    SystemClock m_clock;
    StateFolder m_folder;
    Notifier m_notifier;
    // Later members use earlier ones; destruction runs the other way.
    std::unique_ptr<CertificateStore> m_certificates;
    std::unique_ptr<Store> m_store;
    std::shared_ptr<Identity> m_identity;
    std::unique_ptr<AuditStack> m_audit;
    struct MediaParts;
    std::unique_ptr<MediaParts> m_media;
    std::unique_ptr<ApiStack> m_api;
    std::unique_ptr<MetricsPublisher> m_metrics;
    std::unique_ptr<HttpStack> m_http;
    std::unique_ptr<Demo> m_demo;
    SpareMemory m_memory;
};

}  // namespace cs

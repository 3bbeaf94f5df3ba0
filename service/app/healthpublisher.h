#pragma once

#include <QObject>

#include "http/publishedhealth.h"
#include "mediamtx/mediaserver.h"
#include "telemetry/healthmonitor.h"

namespace cs {

// Keeps the health monitor informed about the media server, and the HTTP server about the health. Service thread; the
// published report is for all threads.
class HealthPublisher : public QObject {
    Q_OBJECT

public:
    // Both outlive this object.
    HealthPublisher(HealthMonitor &monitor, const MediaServer &server, const Clock &clock, const QString &version);

    const PublishedHealth &view() const { return m_view; }

private:
    void onServerState(cs::MediaServer::State state);
    void publish();

    HealthMonitor &m_monitor;
    const MediaServer &m_server;
    QString m_version;
    std::chrono::steady_clock::time_point m_startedAt;
    PublishedHealth m_view;
};

}  // namespace cs

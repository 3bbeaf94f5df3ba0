#include "app/healthpublisher.h"

namespace cs {

using Component = HealthMonitor::Component;

namespace {

// Everybody may read it, without a login: what exactly is wrong with a part may name the inside of this host, and stands
// in the log.
QString publicMessage(const HealthMonitor &monitor, Component component)
{
    const QString message = monitor.message(component);
    return component == Component::Storage || message.isEmpty() ? message
                                                                : QStringLiteral("it does not run; the log says why");
}

}  // namespace

HealthPublisher::HealthPublisher(HealthMonitor &monitor, const MediaServer &server, const Clock &clock,
                                 const QString &version)
    : m_monitor(monitor),
      m_server(server),
      m_version(version),
      m_startedAt(clock.steady())
{
    connect(&server, &MediaServer::stateChanged, this, &HealthPublisher::onServerState);
    connect(&server, &MediaServer::silenceChanged, this, [this] { onServerState(m_server.state()); });
    connect(&server, &MediaServer::polled, this, [this] { onServerState(m_server.state()); });
    connect(&monitor, &HealthMonitor::changed, this, &HealthPublisher::publish);
    publish();
}

void HealthPublisher::onServerState(MediaServer::State state)
{
    switch (state) {
    case MediaServer::State::Stopped: m_monitor.set(Component::MediaServer, api::ComponentState::Stopped); break;
    case MediaServer::State::Starting: m_monitor.set(Component::MediaServer, api::ComponentState::Starting); break;
    case MediaServer::State::Running:
        if (m_server.isSilent())
            m_monitor.set(Component::MediaServer, api::ComponentState::Error, QStringLiteral("it does not answer"));
        else
            m_monitor.set(Component::MediaServer, api::ComponentState::Running);
        break;
    case MediaServer::State::Failed:
        m_monitor.set(Component::MediaServer, api::ComponentState::Error, m_server.failure());
        break;
    }
    publish();
}

void HealthPublisher::publish()
{
    const api::SystemHealth health = m_monitor.health();
    HealthReport report;
    report.status = json::enumName(health.status);
    report.message = health.message;
    report.version = m_version;
    report.startedAt = m_startedAt;
    report.ready = m_monitor.ready();
    report.readyMessage = report.ready ? QStringLiteral("all parts run") : QStringLiteral("not all parts run yet");
    const std::pair<Component, const char *> components[] = {{Component::WebSocketServer, "websocket_server"},
                                                             {Component::CameraMonitor, "camera_monitor"},
                                                             {Component::MediaServer, "mediamtx"},
                                                             {Component::Storage, "storage"}};
    const api::ComponentState states[] = {health.components.websocketServer, health.components.cameraMonitor,
                                          health.components.mediamtx, health.components.storage};
    for (size_t i = 0; i < std::size(components); ++i) {
        const auto &[component, name] = components[i];
        report.components.push_back({QString::fromLatin1(name), json::enumName(states[i]),
                                     publicMessage(m_monitor, component), m_monitor.lastChecked(component)});
    }
    m_view.publish(std::move(report));
}

}  // namespace cs

#include "moc_healthpublisher.cpp"

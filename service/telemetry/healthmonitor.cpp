#include "telemetry/healthmonitor.h"

#include <algorithm>

#include "telemetry/readiness.h"

namespace cs {

using api::ComponentState;

HealthMonitor::HealthMonitor(const Clock &clock, QString version)
    : m_clock(clock),
      m_version(std::move(version)),
      m_started(clock.steady())
{
    m_entries[static_cast<size_t>(Component::Storage)].state = ComponentState::Running;
}

void HealthMonitor::set(Component component, ComponentState state, const QString &message)
{
    Entry &entry = m_entries[static_cast<size_t>(component)];
    const bool differs = entry.state != state || entry.message != message;
    entry = {state, message, m_clock.now()};
    m_wasReady = m_wasReady || ready();
    if (differs)
        Q_EMIT changed();
}

QString HealthMonitor::message(Component component) const
{
    return entry(component).message;
}

Timestamp HealthMonitor::lastChecked(Component component) const
{
    return entry(component).checked;
}

bool HealthMonitor::ready() const
{
    constexpr std::array needed{Component::WebSocketServer, Component::CameraMonitor, Component::MediaServer};
    return std::all_of(needed.begin(), needed.end(),
                       [this](Component part) { return state(part) == ComponentState::Running; });
}

api::SystemHealth HealthMonitor::health() const
{
    api::SystemHealth health;
    health.version = m_version;
    health.uptime = std::chrono::duration<double>(m_clock.steady() - m_started).count();
    health.components = {state(Component::WebSocketServer), state(Component::CameraMonitor),
                         state(Component::MediaServer), state(Component::Storage)};
    health.message = problemsIn(health.components, message(Component::Storage));
    // Without the API nobody can do anything; without the media server files can still be listed and fetched.
    if (health.components.websocketServer != ComponentState::Running)
        health.status = api::Health::Unhealthy;
    else
        health.status = health.message.isEmpty() ? api::Health::Healthy : api::Health::Degraded;
    return health;
}

}  // namespace cs

#include "moc_healthmonitor.cpp"

#pragma once

#include <array>

#include <QObject>

#include "api/server.h"
#include "base/time.h"

namespace cs {

// Knows how the parts of the service are and what that makes of the whole. Service thread only.
class HealthMonitor : public QObject {
    Q_OBJECT

public:
    // Storage runs until somebody says otherwise, and nobody has to wait for it: what is there can be read all the same.
    enum class Component { WebSocketServer, CameraMonitor, MediaServer, Storage };

    // `clock` outlives this object; the uptime counts from here.
    HealthMonitor(const Clock &clock, QString version);

    // `message` says for people what is wrong, or is empty. That of the storage goes to everybody who asks, so it names
    // nothing of this host; the others are for the log and for admins.
    void set(Component component, api::ComponentState state, const QString &message = {});

    api::SystemHealth health() const;
    QString message(Component component) const;
    // When the component was last set.
    Timestamp lastChecked(Component component) const;
    // Everything that must run for clients to work runs.
    bool ready() const;
    // It did at some time since the start.
    bool wasReady() const { return m_wasReady; }

Q_SIGNALS:
    // A component's state or message became another; not for the uptime.
    void changed();

private:
    struct Entry {
        api::ComponentState state = api::ComponentState::Stopped;
        QString message;
        Timestamp checked;
    };
    const Entry &entry(Component component) const { return m_entries[static_cast<size_t>(component)]; }
    api::ComponentState state(Component component) const { return entry(component).state; }

    const Clock &m_clock;
    QString m_version;
    std::chrono::steady_clock::time_point m_started;
    std::array<Entry, 4> m_entries;
    bool m_wasReady = false;
};

}  // namespace cs

#pragma once

#include <QObject>
#include <QTimer>

#include "recordings/medialibrary.h"
#include "telemetry/healthmonitor.h"

namespace cs {

// Tells the health monitor, and the log, whether the folders of the state, the recordings and the snapshots take what is
// to be written, and when they do again. Service thread; it asks no disk by itself.
class StorageHealth : public QObject {
    Q_OBJECT

public:
    static constexpr std::chrono::seconds LookEvery{1};

    // Both outlive this object.
    StorageHealth(HealthMonitor &monitor, const MediaLibrary &library, const QString &stateFolder);

    // From now on; the answer comes when everything has been looked at once.
    Async<Done> start();

private:
    void judge();

    HealthMonitor &m_monitor;
    const MediaLibrary &m_library;
    SpaceWatch m_state;
    QTimer m_timer;
    QString m_problem;
};

// One line for everybody, without a path; empty if all is well.
QString storageProblem(SpaceState state, SpaceState recordings, SpaceState snapshots);

}  // namespace cs

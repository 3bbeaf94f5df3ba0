#include "app/storagehealth.h"

#include <QLoggingCategory>

namespace cs {

Q_DECLARE_LOGGING_CATEGORY(lcApp)

namespace {

// What the database needs for a while; recordings have a rule of their own.
constexpr SpaceRule StateRule{qint64(1) << 20, 100};

QString sentence(const QString &names, SpaceState state, bool isState)
{
    switch (state) {
    case SpaceState::Unknown:
    case SpaceState::Fine: break;
    case SpaceState::Full:
        return (isState
                    ? QStringLiteral("the disk of the %1 is full: changes and events are not stored; make room there")
                    : QStringLiteral("the disk of the %1 is full: nothing is recorded; delete recordings or make room"))
            .arg(names);
    case SpaceState::Gone:
        return QStringLiteral("the folder of the %1 is missing; make it again or mount its disk").arg(names);
    case SpaceState::ReadOnly:
        return QStringLiteral("the folder of the %1 cannot be written; let the service's user write there").arg(names);
    case SpaceState::Silent: return QStringLiteral("the disk of the %1 does not answer").arg(names);
    }
    return {};
}

}  // namespace

QString storageProblem(SpaceState state, SpaceState recordings, SpaceState snapshots)
{
    QStringList problems;
    const auto add = [&problems](const QString &names, SpaceState one, bool isState) {
        if (const QString text = sentence(names, one, isState); !text.isEmpty())
            problems << text;
    };
    add(QStringLiteral("state folder"), state, true);
    if (recordings == snapshots) {
        add(QStringLiteral("recordings and snapshots"), recordings, false);
    } else {
        add(QStringLiteral("recordings"), recordings, false);
        add(QStringLiteral("snapshots"), snapshots, false);
    }
    return problems.join(QStringLiteral("; "));
}

StorageHealth::StorageHealth(HealthMonitor &monitor, const MediaLibrary &library, const QString &stateFolder)
    : m_monitor(monitor),
      m_library(library),
      m_state(DiskSpace(stateFolder, StateRule))
{
    m_timer.setInterval(LookEvery);
    connect(&m_timer, &QTimer::timeout, this, &StorageHealth::judge);
}

Async<Done> StorageHealth::start()
{
    m_timer.start();
    return andThen(this, m_state.look(), [this](const Done &) -> Result<Done> {
        judge();
        return Done{};
    });
}

void StorageHealth::judge()
{
    const QString problem = storageProblem(m_state.state(), m_library.spaceState(MediaKind::Recording),
                                           m_library.spaceState(MediaKind::Snapshot));
    if (problem != m_problem) {
        if (problem.isEmpty())
            qCInfo(lcApp).noquote() << "the storage works again";
        else
            qCWarning(lcApp).noquote() << "storage:" << problem;
    }
    m_problem = problem;
    m_monitor.set(HealthMonitor::Component::Storage,
                  problem.isEmpty() ? api::ComponentState::Running : api::ComponentState::Error, problem);
}

}  // namespace cs

#include "moc_storagehealth.cpp"

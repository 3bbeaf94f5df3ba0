#include "app/storagehealth.h"

#include <QLoggingCategory>

namespace cs {

Q_DECLARE_LOGGING_CATEGORY(lcApp)

namespace {

// What the database needs for a while; recordings have a rule of their own.
constexpr SpaceRule StateRule{qint64(1) << 20, 100};

// Which folder it is about.
struct Place {
    const char *name;
    // What does not work while its disk is full, and what to do.
    const char *whileFull;
};
constexpr Place StatePlace{"state folder", "changes and events are not stored; make room there"};
constexpr Place RecordingsPlace{"recordings", "nothing is recorded; delete recordings or make room"};
constexpr Place SnapshotsPlace{"snapshots", "no snapshot is taken; delete snapshots or make room"};
constexpr Place MediaPlace{"recordings and snapshots", "nothing is recorded; delete recordings or make room"};

QString sentence(const Place &place, SpaceState state)
{
    const QString names = QString::fromLatin1(place.name);
    switch (state) {
    case SpaceState::Unknown:
    case SpaceState::Fine: break;
    case SpaceState::Full:
        return QStringLiteral("the disk of the %1 is full: %2").arg(names, QString::fromLatin1(place.whileFull));
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
    const auto add = [&problems](const Place &place, SpaceState one) {
        if (const QString text = sentence(place, one); !text.isEmpty())
            problems << text;
    };
    add(StatePlace, state);
    if (recordings == snapshots) {
        add(MediaPlace, recordings);
    } else {
        add(RecordingsPlace, recordings);
        add(SnapshotsPlace, snapshots);
    }
    return problems.join(QStringLiteral("; "));
}

StorageHealth::StorageHealth(HealthMonitor &monitor, const MediaLibrary &library, const QString &stateFolder)
    : m_monitor(monitor),
      m_library(library),
      m_state(DiskSpace(stateFolder, StateRule, &DiskSpace::ask,
                        {stateFolder + QStringLiteral("/audit"), stateFolder + QStringLiteral("/mediamtx")}))
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

#include "streams/viewers.h"

#include <algorithm>

#include <QLoggingCategory>

namespace cs {

namespace {

Q_LOGGING_CATEGORY(lcViewers, "cs.streams")

using std::chrono::milliseconds;
// While somebody arrives or is to go, and otherwise.
constexpr milliseconds SoonLook{200};
constexpr milliseconds CalmLook{2000};

}  // namespace

Viewers::Viewers(MediaServer &server, const RightsView &rights, const Clock &clock)
    : m_server(server),
      m_rights(rights),
      m_clock(clock)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Viewers::look);
    connect(&m_server, &MediaServer::stateChanged, this, [this](MediaServer::State state) {
        if (state != MediaServer::State::Running)
            forgetAll();
    });
}

void Viewers::admitted(const Admission &admission)
{
    QMetaObject::invokeMethod(
        this, [this, admission] { add(admission); }, Qt::QueuedConnection);
}

void Viewers::refused(CameraId camera, const QString &address, const QString &protocol)
{
    QMetaObject::invokeMethod(
        this, [this, camera, address, protocol] { Q_EMIT turnedAway(camera, address, protocol); },
        Qt::QueuedConnection);
}

std::vector<Viewer> Viewers::list(std::optional<CameraId> camera) const
{
    std::vector<Viewer> viewers;
    for (const Entry &entry : m_entries) {
        if (entry.seen && (!camera || entry.viewer.camera == *camera))
            viewers.push_back(entry.viewer);
    }
    return viewers;
}

void Viewers::add(const Admission &admission)
{
    const auto same = [&](const Entry &entry) { return entry.viewer.session == admission.session; };
    if (std::any_of(m_entries.begin(), m_entries.end(), same))
        return;
    if (m_entries.size() >= MaxEntries) {
        qCWarning(lcViewers) << "more than" << MaxEntries << "viewers; the newest one is not listed";
        return;
    }
    Entry entry;
    entry.viewer = {admission.session, admission.camera, admission.address, {}, m_clock.now()};
    entry.forAll = admission.holders.empty();
    entry.at = m_clock.steady();
    for (const Principal &principal : admission.holders) {
        entry.holders.push_back({principal, m_rights.rightsOf(principal.userId).has_value()});
        if (!entry.viewer.users.contains(principal.userId))
            entry.viewer.users << principal.userId;
    }
    m_entries.push_back(std::move(entry));
    // The rights may have changed on the way from the endpoint's thread.
    drop([this](const Entry &one, const Holder &holder) { return !entitled(holder, one.viewer.camera); });
    armTimer();
}

bool Viewers::entitled(const Holder &holder, CameraId camera) const
{
    const auto rights = m_rights.rightsOf(holder.principal.userId);
    if (!rights)
        return !holder.known;
    return rights->enabled && (rights->allCameras || rights->cameras.contains(camera));
}

void Viewers::sessionEnded(const SessionId &session)
{
    drop([&](const Entry &, const Holder &holder) { return holder.principal.session == session; });
}

void Viewers::rightsChanged(const QString &user)
{
    drop([&](const Entry &entry, const Holder &holder) {
        return holder.principal.userId.compare(user, Qt::CaseInsensitive) == 0
               && !entitled(holder, entry.viewer.camera);
    });
}

// Takes the holders away that `gone` names, and ends what has none left.
template<class Gone>
void Viewers::drop(Gone gone)
{
    for (Entry &entry : m_entries) {
        if (entry.forAll || entry.ending)
            continue;
        std::erase_if(entry.holders, [&](const Holder &holder) { return gone(entry, holder); });
        if (entry.holders.empty())
            end(entry);
    }
    armTimer();
}

void Viewers::end(Entry &entry)
{
    entry.ending = true;
    whenDone(this, m_server.kick(entry.viewer.session.kind, entry.viewer.session.id), [](const Result<Done> &kicked) {
        if (!kicked.ok())
            qCWarning(lcViewers).noquote() << "cannot end a viewer yet:" << kicked.error().message;
    });
}

void Viewers::look()
{
    if (m_looking || m_server.state() != MediaServer::State::Running)
        return;
    m_looking = true;
    whenDone(this, m_server.sessions(), [this](const Result<QSet<MediaServer::OpenSession>> &open) {
        m_looking = false;
        if (open.ok())
            compare(*open);
        armTimer();
    });
}

void Viewers::compare(const QSet<MediaServer::OpenSession> &open)
{
    const auto now = m_clock.steady();
    std::vector<Viewer> arrived;
    std::vector<Viewer> left;
    for (Entry &entry : m_entries) {
        if (!open.contains(entry.viewer.session)) {
            if (entry.seen)
                left.push_back(entry.viewer);
            continue;
        }
        if (!std::exchange(entry.seen, true))
            arrived.push_back(entry.viewer);
        if (entry.ending)
            end(entry);
    }
    std::erase_if(m_entries, [&](const Entry &entry) {
        return !open.contains(entry.viewer.session) && (entry.seen || now - entry.at > Arrival);
    });
    for (const Viewer &viewer : arrived)
        Q_EMIT began(viewer);
    for (const Viewer &viewer : left)
        Q_EMIT ended(viewer);
}

void Viewers::forgetAll()
{
    const auto entries = std::exchange(m_entries, {});
    for (const Entry &entry : entries) {
        if (entry.seen)
            Q_EMIT ended(entry.viewer);
    }
    m_timer.stop();
}

void Viewers::armTimer()
{
    if (m_entries.empty()) {
        m_timer.stop();
        return;
    }
    const bool soon = std::any_of(m_entries.begin(), m_entries.end(),
                                  [](const Entry &entry) { return entry.ending || !entry.seen; });
    const milliseconds wait = soon ? SoonLook : CalmLook;
    if (!m_timer.isActive() || m_timer.remainingTimeAsDuration() > wait)
        m_timer.start(wait);
}

}  // namespace cs

#include "moc_viewers.cpp"

#include "auth/grants.h"

#include <algorithm>

#include "auth/plainname.h"
#include "auth/username.h"

namespace cs {

namespace {

Error tooManyOf(const QString &what)
{
    return Error::invalidState(QStringLiteral("there are too many %1; remove some first").arg(what),
                               QStringLiteral("full"), {QStringLiteral("below the limit")});
}

std::vector<CameraId> eachCameraOnce(std::vector<CameraId> cameras)
{
    std::sort(cameras.begin(), cameras.end());
    cameras.erase(std::unique(cameras.begin(), cameras.end()), cameras.end());
    return cameras;
}

void allow(QHash<CameraId, CameraAccess> &cameras, CameraId camera, CameraAccess access)
{
    CameraAccess &known = cameras[camera];
    known = std::max(known, access);
}

}  // namespace

Grants::Grants(GroupsTable &groups, GrantsTable &grants, RightsView &rights, QObject *parent)
    : QObject(parent),
      m_groupsTable(groups),
      m_grantsTable(grants),
      m_rights(rights),
      m_changes(this)
{}

Async<Done> Grants::load()
{
    const auto groups = andThen(this, m_groupsTable.all(), [this](const std::vector<StoredGroup> &rows) {
        for (const StoredGroup &group : rows)
            m_groups.insert_or_assign(group.foldedName, group);
        return m_grantsTable.all();
    });
    return andThen(this, groups, [this](const std::vector<StoredGrant> &rows) -> Result<Done> {
        for (const StoredGrant &grant : rows)
            m_grants[grant.username].push_back(grant);
        for (const auto &[username, grants] : m_grants)
            refresh(username);
        return Done{};
    });
}

std::vector<StoredGroup> Grants::groups() const
{
    std::vector<StoredGroup> all;
    for (const auto &[name, group] : m_groups)
        all.push_back(group);
    return all;
}

const StoredGroup *Grants::findGroup(const QString &name) const
{
    const auto group = m_groups.find(foldedName(name));
    return group == m_groups.end() ? nullptr : &group->second;
}

bool Grants::isUser(const QString &username) const
{
    const auto folded = foldedUserName(username);
    return folded && m_rights.rightsOf(*folded);
}

std::vector<StoredGrant> Grants::grants(const std::optional<QString> &username) const
{
    std::vector<StoredGrant> found;
    const QString wanted = username ? foldedName(*username) : QString();
    for (const auto &[name, grants] : m_grants) {
        if (!username || name == wanted)
            found.insert(found.end(), grants.begin(), grants.end());
    }
    return found;
}

Async<StoredGroup> Grants::createGroup(const QString &name, const std::vector<CameraId> &cameras)
{
    const auto plain = plainName(QStringLiteral("name"), name);
    if (!plain)
        return failed<StoredGroup>(plain.error());
    const StoredGroup group{foldedName(*plain), *plain, eachCameraOnce(cameras)};
    return m_changes.run<StoredGroup>([this, group] {
        if (m_groups.size() >= MaxGroups)
            return failed<StoredGroup>(tooManyOf(QStringLiteral("groups")));
        return andThen(this, m_groupsTable.add(group), [this, group](const Done &) -> Result<StoredGroup> {
            m_groups.insert_or_assign(group.foldedName, group);
            return group;
        });
    });
}

Async<StoredGroup> Grants::setCameras(const QString &name, const std::vector<CameraId> &cameras)
{
    return m_changes.run<StoredGroup>([this, name, cameras = eachCameraOnce(cameras)] {
        const StoredGroup *known = findGroup(name);
        if (!known)
            return failed<StoredGroup>(Error::notFound(QStringLiteral("group"), name));
        const StoredGroup group{known->foldedName, known->name, cameras};
        return andThen(this, m_groupsTable.replaceCameras(group.foldedName, group.cameras),
                       [this, group](const Done &) -> Result<StoredGroup> {
                           m_groups.insert_or_assign(group.foldedName, group);
                           groupChanged(group.foldedName);
                           return group;
                       });
    });
}

Async<Done> Grants::removeGroup(const QString &name)
{
    return m_changes.run<Done>([this, name] {
        const QString folded = foldedName(name);
        return andThen(this, m_groupsTable.remove(folded), [this, folded](const Done &) -> Result<Done> {
            m_groups.erase(folded);
            groupChanged(folded);
            for (auto &[username, grants] : m_grants)
                std::erase_if(grants, [&folded](const StoredGrant &grant) { return grant.group == folded; });
            return Done{};
        });
    });
}

Async<StoredGrant> Grants::grant(const StoredGrant &grant)
{
    return m_changes.run<StoredGrant>([this, grant] {
        const auto known = resolved(grant);
        if (!known)
            return failed<StoredGrant>(known.error());
        const auto grants = m_grants.find(known->username);
        if (!sameAs(*known) && grants != m_grants.end() && grants->second.size() >= MaxGrantsPerUser)
            return failed<StoredGrant>(tooManyOf(QStringLiteral("grants of this user")));
        return write(*known);
    });
}

Async<Done> Grants::revoke(const StoredGrant &grant)
{
    return m_changes.run<Done>([this, grant] {
        const auto known = resolved(grant);
        if (!known)
            return failed<Done>(known.error());
        const StoredGrant *held = sameAs(*known);
        if (!held || held->access < known->access)
            return failed<Done>(
                Error::notFound(QStringLiteral("grant"), known->camera ? known->camera->toString() : grant.group));
        if (known->access == CameraAccess::Operate) {
            StoredGrant left = *known;
            left.access = CameraAccess::View;
            return andThen(this, write(left), [](const StoredGrant &) -> Result<Done> { return Done{}; });
        }
        return andThen(this, m_grantsTable.remove(*known), [this, gone = *known](const Done &) -> Result<Done> {
            drop(gone);
            return Done{};
        });
    });
}

void Grants::userRemoved(const QString &username)
{
    m_grants.erase(foldedName(username));
}

// The grant with the spellings of the tables.
Result<StoredGrant> Grants::resolved(const StoredGrant &grant) const
{
    if (!isUser(grant.username))
        return Error::notFound(QStringLiteral("user"), grant.username);
    StoredGrant known{foldedName(grant.username), grant.camera, {}, grant.access};
    if (grant.camera)
        return known;
    const StoredGroup *group = findGroup(grant.group);
    if (!group)
        return Error::notFound(QStringLiteral("group"), grant.group);
    known.group = group->foldedName;
    return known;
}

const StoredGrant *Grants::sameAs(const StoredGrant &grant) const
{
    const auto grants = m_grants.find(grant.username);
    if (grants == m_grants.end())
        return nullptr;
    const auto same = std::find_if(grants->second.begin(), grants->second.end(),
                                   [&grant](const StoredGrant &other) { return other.isOnSame(grant); });
    return same == grants->second.end() ? nullptr : &*same;
}

Async<StoredGrant> Grants::write(const StoredGrant &grant)
{
    return andThen(this, m_grantsTable.put(grant), [this, grant](const Done &) -> Result<StoredGrant> {
        take(grant);
        return grant;
    });
}

void Grants::take(const StoredGrant &grant)
{
    // The user may have been removed while this was written, and its grants went with it.
    if (!m_rights.rightsOf(grant.username))
        return;
    UserGrants &grants = m_grants[grant.username];
    std::erase_if(grants, [&grant](const StoredGrant &other) { return other.isOnSame(grant); });
    grants.push_back(grant);
    refresh(grant.username);
    announce(grant.username);
}

void Grants::drop(const StoredGrant &grant)
{
    const auto grants = m_grants.find(grant.username);
    if (grants == m_grants.end())
        return;
    std::erase_if(grants->second, [&grant](const StoredGrant &other) { return other.isOnSame(grant); });
    refresh(grant.username);
    announce(grant.username);
}

void Grants::groupChanged(const QString &group)
{
    for (const auto &[username, grants] : m_grants) {
        const bool concerned = std::any_of(grants.begin(), grants.end(),
                                           [&group](const StoredGrant &grant) { return grant.group == group; });
        if (concerned) {
            refresh(username);
            announce(username);
        }
    }
}

void Grants::refresh(const QString &username)
{
    QHash<CameraId, CameraAccess> cameras;
    const auto grants = m_grants.find(username);
    for (const StoredGrant &grant : grants == m_grants.end() ? UserGrants() : grants->second) {
        if (grant.camera) {
            allow(cameras, *grant.camera, grant.access);
        } else if (const auto group = m_groups.find(grant.group); group != m_groups.end()) {
            for (const CameraId camera : group->second.cameras)
                allow(cameras, camera, grant.access);
        }
    }
    m_rights.setCameras(username, cameras);
}

void Grants::announce(const QString &username)
{
    QMetaObject::invokeMethod(
        this, [this, username] { Q_EMIT rightsChanged(username); }, Qt::QueuedConnection);
}

}  // namespace cs

#include "moc_grants.cpp"

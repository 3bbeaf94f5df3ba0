#pragma once

#include <map>
#include <vector>

#include <QObject>
#include <QSet>

#include "auth/changequeue.h"
#include "auth/rightsview.h"
#include "storage/grantstable.h"
#include "storage/groupstable.h"

namespace cs {

// The groups of cameras and who was granted what: all of it in memory, every change through the tables first, the
// cameras of the rights view kept up. Names may come in any spelling. Service thread.
class Grants : public QObject {
    Q_OBJECT
public:
    static constexpr size_t MaxGroups = 500;
    static constexpr size_t MaxGrantsPerUser = 1000;

    // All outlive this object.
    Grants(GroupsTable &groups, GrantsTable &grants, RightsView &rights, QObject *parent = nullptr);

    // Once, after Users: what is granted to users that the rights view does not know is passed over.
    Async<Done> load();

    // By name.
    std::vector<StoredGroup> groups() const;
    // Null if there is none; valid until the loop runs again.
    const StoredGroup *findGroup(const QString &name) const;
    bool isUser(const QString &username) const;
    // By user; of one user if there is a name.
    std::vector<StoredGrant> grants(const std::optional<QString> &username = {}) const;

    // InvalidParams for a name against the rules, InvalidState if it is taken or there are too many.
    Async<StoredGroup> createGroup(const QString &name, const std::vector<CameraId> &cameras);
    // The next ones: NotFound if there is no such group or user.
    Async<StoredGroup> setCameras(const QString &group, const std::vector<CameraId> &cameras);
    // With the grants on it.
    Async<Done> removeGroup(const QString &group);
    // Replaces an older grant on the same camera or group.
    Async<StoredGrant> grant(const StoredGrant &grant);
    // Takes back what `grant.access` says: View takes the grant away, Operate leaves View. NotFound if that was not
    // granted.
    Async<Done> revoke(const StoredGrant &grant);

    // To be told when a user is gone; its rows went with it.
    void userRemoved(const QString &username);

Q_SIGNALS:
    // What this user may do with some camera is another; the rights view says it already. Comes after the answer of
    // the call that changed it.
    void rightsChanged(const QString &username);

private:
    using UserGrants = std::vector<StoredGrant>;

    Result<StoredGrant> resolved(const StoredGrant &grant) const;
    const StoredGrant *sameAs(const StoredGrant &grant) const;
    Async<StoredGrant> write(const StoredGrant &grant);
    void take(const StoredGrant &grant);
    void drop(const StoredGrant &grant);
    void groupChanged(const QString &group);
    void refresh(const QString &username);
    void announce(const QString &username);

    GroupsTable &m_groupsTable;
    GrantsTable &m_grantsTable;
    RightsView &m_rights;
    ChangeQueue m_changes;
    // By folded names.
    std::map<QString, StoredGroup> m_groups;
    std::map<QString, UserGrants> m_grants;
};

}  // namespace cs

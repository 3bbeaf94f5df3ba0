#pragma once

#include <mutex>
#include <optional>

#include <QHash>
#include <QString>

#include "auth/principal.h"

namespace cs {

// What a user of this service, or an API key ("key:NAME"), may do now.
struct Rights {
    Role role = Role::Viewer;
    bool enabled = false;
    // Else only `cameras`.
    bool allCameras = false;
    QHash<CameraId, CameraAccess> cameras;

    friend bool operator==(const Rights &, const Rights &) = default;
};

// The rights of all users and keys, for readers on any thread; Users, Grants and ApiKeys write it. Names are compared
// by their folded spelling. What it hands out are copies, so a reader never sees half a change. Thread-safe.
class RightsView {
public:
    // Makes the user known, or changes it; its cameras stay.
    void setUser(const QString &name, Role role, bool enabled, bool restricted);
    // Forgets the user with its cameras.
    void removeUser(const QString &name);
    // Replaces what is granted; without effect for a name that is not known.
    void setCameras(const QString &name, const QHash<CameraId, CameraAccess> &cameras);

    // Nothing for a name that is not known.
    std::optional<Rights> rightsOf(const QString &name) const;

private:
    mutable std::mutex m_mutex;
    QHash<QString, Rights> m_rights;
};

// What both allow: the lower role and, of each camera, the lesser access.
Rights commonRights(const Rights &a, const Rights &b);
// Gives a party exactly these rights; who is not enabled keeps its rights and must be turned away by the caller.
void applyRights(const Rights &rights, Principal &principal);
// What a party has.
Rights rightsHeldBy(const Principal &principal);

// The name under which an API key is known to sessions, tickets and the audit trail. No user can be called so.
QString keyUserId(const QString &keyName);
bool isKeyUserId(const QString &name);

}  // namespace cs

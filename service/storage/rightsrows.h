#pragma once

#include <optional>
#include <vector>

#include <QByteArray>
#include <QString>

#include "base/ids.h"
#include "base/role.h"
#include "base/time.h"

// What the tables of rights hold, as values. "Folded" names are those that names are compared by.
namespace cs {

struct StoredGroup {
    QString foldedName;
    QString name;
    // In the order of their ids.
    std::vector<CameraId> cameras;
};

// A right of one user on one camera, or on one group.
struct StoredGrant {
    // Folded.
    QString username;
    std::optional<CameraId> camera;
    // Folded; empty if there is a camera.
    QString group;
    CameraAccess access = CameraAccess::View;

    // Whether both say who on what.
    bool isOnSame(const StoredGrant &other) const
    {
        return username == other.username && camera == other.camera && group == other.group;
    }
};

// A key without its secret, which is nowhere.
struct StoredApiKey {
    QString id;
    QString name;
    QString foldedName;
    QByteArray secretHash;
    Role role = Role::Viewer;
    // The cameras it is for, in the order of their ids; nothing means all.
    std::optional<std::vector<CameraId>> cameras;
    QString createdBy;
    // The user of this service whose rights bound the key's; folded, empty if there is none.
    QString owner;
    Timestamp createdAt;
    std::optional<Timestamp> expiresAt;
    std::optional<Timestamp> lastUsedAt;
};

}  // namespace cs

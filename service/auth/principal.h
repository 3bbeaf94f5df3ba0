#pragma once

#include <optional>

#include <QHash>
#include <QSet>
#include <QString>

#include "base/ids.h"
#include "base/role.h"

namespace cs {

// On whose behalf something is done, and what that party may do: an immutable value that may cross threads.
struct Principal {
    enum class Kind {
        // Nobody has signed in.
        Anonymous,
        // A user or an API key: signed in on a socket (`session` is set), or speaking through a token or key at one HTTP
        // request (it is not).
        Session,
        // A peer of the control socket of the host.
        Control,
        // The service itself, for example a timed stop.
        Service,
    };

    Kind kind = Kind::Anonymous;
    QString userId;
    Role role = Role::Viewer;
    // Every camera, those added later included; else `cameras` says which, and what may be done with each.
    bool allCameras = false;
    QHash<CameraId, CameraAccess> cameras;
    std::optional<SessionId> session;
    // Signed in with a password that somebody else knows: only good for changing it.
    bool mustChangePassword = false;

    bool signedIn() const { return kind != Kind::Anonymous; }
    // Those in `cameras`, whatever the access; nothing means all.
    std::optional<QSet<CameraId>> visibleCameras() const;
    friend bool operator==(const Principal &, const Principal &) = default;

    static Principal user(const QString &userId, Role role);
    static Principal control(const QString &user);
    static Principal service();
};

}  // namespace cs

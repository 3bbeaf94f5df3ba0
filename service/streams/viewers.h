#pragma once

#include <vector>

#include <QObject>
#include <QSet>
#include <QTimer>

#include "auth/rightsview.h"
#include "streams/admission.h"

namespace cs {

// Somebody who is watching a camera now.
struct Viewer {
    MediaServer::OpenSession session;
    CameraId camera;
    QString address;
    // By whose rights; empty where all may watch.
    QStringList users;
    // When it was let in.
    Timestamp since;
};

// Knows who watches what and by whose right, and ends it when the right is gone: by the very id of the session, again
// and again until MediaMTX no longer lists it, because a session may begin after it was let in. Service thread;
// admitted() and refused() from any.
class Viewers : public QObject, public AdmissionObserver {
    Q_OBJECT
public:
    // How long a session may take from being let in to its place in MediaMTX's lists.
    static constexpr std::chrono::seconds Arrival{10};
    static constexpr size_t MaxEntries = 20'000;

    // All outlive this object.
    Viewers(MediaServer &server, const RightsView &rights, const Clock &clock);

    void admitted(const Admission &admission) override;
    void refused(CameraId camera, const QString &address, const QString &protocol) override;

    // Oldest first, only those that MediaMTX has seen begin.
    std::vector<Viewer> list(std::optional<CameraId> camera = {}) const;

    // Ends what was opened by this session and nobody else's right.
    void sessionEnded(const SessionId &session);
    // Ends what this user (or key) may not see any more.
    void rightsChanged(const QString &user);

Q_SIGNALS:
    void began(const cs::Viewer &viewer);
    void ended(const cs::Viewer &viewer);
    void turnedAway(cs::CameraId camera, const QString &address, const QString &protocol);

private:
    struct Holder {
        Principal principal;
        // Whether the service keeps a user of this name: if it no longer does, the right is gone.
        bool known = false;
    };
    struct Entry {
        Viewer viewer;
        std::vector<Holder> holders;
        bool forAll = false;
        bool seen = false;
        bool ending = false;
        std::chrono::steady_clock::time_point at;
    };

    void add(const Admission &admission);
    bool entitled(const Holder &holder, CameraId camera) const;
    template<class Gone>
    void drop(Gone gone);
    void end(Entry &entry);
    void look();
    void compare(const QSet<MediaServer::OpenSession> &open);
    void forgetAll();
    void armTimer();

    MediaServer &m_server;
    const RightsView &m_rights;
    const Clock &m_clock;
    // In the order of admission.
    std::vector<Entry> m_entries;
    QTimer m_timer;
    bool m_looking = false;
};

}  // namespace cs

#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include "base/future.h"
#include "base/workers.h"
#include "recordings/diskspace.h"

namespace cs {

// Keeps what is known of one disk's space without ever waiting for that disk: a worker of its own looks, again and
// again. Service thread.
class SpaceWatch : public QObject {
    Q_OBJECT
public:
    static constexpr std::chrono::seconds LookEvery{5};
    // A look that takes so long says more than the figures before it.
    static constexpr std::chrono::seconds Patience{10};

    explicit SpaceWatch(DiskSpace disk, std::chrono::milliseconds patience = Patience);

    // For those who want to know more often than every five seconds. A look that is under way counts.
    void refresh();
    // The same; answers when it has looked.
    Async<Done> look();
    // What somebody else has just seen of the same disk, or that it could not be seen; newer than a look that is under
    // way.
    void learn(const Result<SpaceFigures> &figures);
    // As of the last look. DependencyFailed storage before the first one, and while the disk does not answer.
    DiskSpace known() const;
    SpaceState state() const;

private:
    bool isSilent() const;
    Result<SpaceFigures> figures() const;
    void onLooked(const Result<SpaceFigures> &figures);

    const DiskSpace m_disk;
    const std::chrono::milliseconds m_patience;
    Workers m_worker{1, Workers::AtEnd::Leave};
    QTimer m_timer;
    QElapsedTimer m_looking;  // valid while it looks
    // The look under way began before what is known was seen.
    bool m_overtaken = false;
    std::optional<Result<SpaceFigures>> m_known;
    std::vector<Promise<Done>> m_waiters;
};

}  // namespace cs

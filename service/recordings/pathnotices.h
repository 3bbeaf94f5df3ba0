#pragma once

#include <memory>

#include <QObject>
#include <QSocketNotifier>

#include "base/uniquefd.h"

namespace cs {

class Workers;

// Tells when something happens at one path (inotify). Owns the watch. Service thread, which never asks the disk itself: a
// worker looks the path up, since a disk that hangs keeps whoever does.
class PathNotices : public QObject {
    Q_OBJECT
public:
    // `mask` as for inotify_add_watch(2).
    PathNotices(QString path, quint32 mask, Workers &workers);

    // From now on; changed() comes as soon as it sees, since something may have happened before. Does nothing while it
    // watches already; tries anew if the file was not there, or is another one by now.
    void watch();
    void unwatch();

Q_SIGNALS:
    void changed();

private:
    void onWatched(const std::shared_ptr<UniqueFd> &fd, bool watched);
    void onReadable();

    const QString m_path;
    const quint32 m_mask;
    Workers &m_workers;
    // The worker has a part in it: nobody else gets its number while that looks.
    std::shared_ptr<UniqueFd> m_fd;
    std::unique_ptr<QSocketNotifier> m_notifier;
    bool m_isAsking = false;
    bool m_isWatching = false;
};

}  // namespace cs

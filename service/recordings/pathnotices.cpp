#include "recordings/pathnotices.h"

#include <cerrno>
#include <sys/inotify.h>
#include <unistd.h>

#include <QFile>

#include "base/workers.h"
#include "recordings/alive.h"

namespace cs {

PathNotices::PathNotices(QString path, quint32 mask, Workers &workers)
    : m_path(std::move(path)),
      m_mask(mask),
      m_workers(workers)
{}

void PathNotices::watch()
{
    if (m_isAsking || m_isWatching)
        return;
    if (!m_fd) {
        m_fd = std::make_shared<UniqueFd>(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
        // Without it the others look now and then.
        if (!m_fd->isValid()) {
            m_fd.reset();
            return;
        }
        m_notifier = std::make_unique<QSocketNotifier>(m_fd->get(), QSocketNotifier::Read);
        connect(m_notifier.get(), &QSocketNotifier::activated, this, &PathNotices::onReadable);
    }
    m_isAsking = true;
    const auto add = [fd = m_fd, path = QFile::encodeName(m_path), mask = m_mask]() -> Result<bool> {
        return ::inotify_add_watch(fd->get(), path.constData(), mask) >= 0;
    };
    whenAlive(this, m_workers.run<bool>(add),
              [this, fd = m_fd](const Result<bool> &watched) { onWatched(fd, watched.ok() && *watched); });
}

void PathNotices::onWatched(const std::shared_ptr<UniqueFd> &fd, bool watched)
{
    // unwatch() came in between, and perhaps another watch().
    if (fd != m_fd)
        return;
    m_isAsking = false;
    m_isWatching = watched;
    if (watched)
        Q_EMIT changed();
}

void PathNotices::unwatch()
{
    // Later: it may be the one that calls.
    if (m_notifier) {
        m_notifier->setEnabled(false);
        m_notifier.release()->deleteLater();
    }
    m_fd.reset();
    m_isAsking = false;
    m_isWatching = false;
}

void PathNotices::onReadable()
{
    alignas(inotify_event) char bytes[4096];
    ssize_t size = 0;
    bool ended = false;
    while ((size = ::read(m_fd->get(), bytes, sizeof bytes)) > 0) {
        for (const char *at = bytes; at < bytes + size;) {
            const auto *event = reinterpret_cast<const inotify_event *>(at);
            // The file is gone, or has another place: what is at the path now is another one.
            ended = ended || (event->mask & (IN_IGNORED | IN_MOVE_SELF)) != 0;
            at += sizeof(inotify_event) + event->len;
        }
    }
    if (ended)
        unwatch();
    Q_EMIT changed();
}

}  // namespace cs

#include "moc_pathnotices.cpp"

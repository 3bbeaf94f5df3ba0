#include "recordings/followedfile.h"

#include <sys/inotify.h>

#include <QFileInfo>

#include "base/workers.h"
#include "recordings/alive.h"

namespace cs {

FollowedFile::FollowedFile(QString path, Workers &workers, QObject *parent)
    : QObject(parent),
      m_path(std::move(path)),
      m_workers(workers),
      m_file(std::make_shared<Fmp4File>(m_path)),
      m_notices(m_path, IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF, workers)
{
    connect(&m_notices, &PathNotices::changed, this, &FollowedFile::look);
}

void FollowedFile::setEager(bool eager)
{
    if (eager)
        m_notices.watch();
    else
        m_notices.unwatch();
}

void FollowedFile::look()
{
    if (m_isFinishing)
        return;
    if (m_isLooking) {
        m_again = true;
        return;
    }
    m_isLooking = true;
    m_again = false;
    whenAlive(this, m_workers.run<Fmp4Facts>([file = m_file] { return file->update(); }),
              [this](const Result<Fmp4Facts> &facts) {
                  m_isLooking = false;
                  if (m_isFinishing)
                      return;
                  if (facts.ok())
                      m_seen = {true, facts->sizeBytes};
                  Q_EMIT looked(facts);
                  if (m_again)
                      look();
              });
}

void FollowedFile::glance()
{
    if (m_isGlancing)
        return;
    m_isGlancing = true;
    const auto glance = [path = m_path]() -> Result<Seen> {
        const QFileInfo info(path);
        return Seen{info.exists(), info.size()};
    };
    whenAlive(this, m_workers.run<Seen>(glance), [this](const Result<Seen> &seen) {
        m_isGlancing = false;
        if (seen.ok())
            m_seen = *seen;
    });
}

Async<Fmp4Outcome> FollowedFile::finish(bool mayRepair)
{
    m_isFinishing = true;
    setEager(false);
    // A look may still be under way on another worker: this one begins a reading of its own.
    auto file = m_isLooking ? std::make_shared<Fmp4File>(m_path) : m_file;
    return m_workers.run<Fmp4Outcome>([file, mayRepair, path = m_path]() -> Result<Fmp4Outcome> {
        return outcomeOf(path, mayRepair ? file->repair() : file->update());
    });
}

}  // namespace cs

#include "moc_followedfile.cpp"

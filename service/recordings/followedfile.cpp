#include "recordings/followedfile.h"

#include <QFileInfo>

#include "recordings/alive.h"
#include "recordings/workers.h"

namespace cs {

FollowedFile::FollowedFile(QString path, Workers &workers, QObject *parent)
    : QObject(parent),
      m_path(std::move(path)),
      m_workers(workers),
      m_file(std::make_shared<Fmp4File>(m_path))
{
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, &FollowedFile::look);
}

void FollowedFile::setEager(bool eager)
{
    if (eager)
        m_watcher.addPath(m_path);
    else
        m_watcher.removePath(m_path);
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

Async<Fmp4Facts> FollowedFile::finish(bool mayRepair)
{
    m_isFinishing = true;
    setEager(false);
    // A look may still be under way on another worker: this one begins a reading of its own.
    auto file = m_isLooking ? std::make_shared<Fmp4File>(m_path) : m_file;
    return m_workers.run<Fmp4Facts>([file, mayRepair] { return mayRepair ? file->repair() : file->update(); });
}

}  // namespace cs

#include "moc_followedfile.cpp"

#include "recordings/recordingfolder.h"

#include <sys/inotify.h>

#include <QDateTime>
#include <QDirIterator>
#include <QFileInfo>

#include "base/workers.h"
#include "recordings/alive.h"
#include "recordings/mediaindex.h"

namespace cs {

Result<Strays> listStrays(const QString &folder, const MediaIndex &index)
{
    Strays out;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    QDirIterator entries(folder, {QStringLiteral("camera*.mp4")}, QDir::Files | QDir::NoSymLinks);
    while (entries.hasNext()) {
        entries.next();
        const auto file = FileName::parse(entries.fileName());
        const auto name = parseRecordingName(entries.fileName());
        if (!file || !name || index.contains(MediaKind::Recording, *file))
            continue;
        const QFileInfo info = entries.fileInfo();
        out.push_back({*file, *name, info.size(), now - info.lastModified().toMSecsSinceEpoch()});
    }
    std::sort(out.begin(), out.end(),
              [](const StrayFile &a, const StrayFile &b) { return a.name.startedAt < b.name.startedAt; });
    return out;
}

void KnownFiles::add(const Strays &strays)
{
    for (const StrayFile &stray : strays)
        m_names.insert(stray.file.toString());
}

Strays KnownFiles::unknownOf(const Strays &strays) const
{
    Strays out;
    for (const StrayFile &stray : strays) {
        if (stray.name.camera == m_camera && !m_names.contains(stray.file.toString()))
            out.push_back(stray);
    }
    return out;
}

RecordingFolder::RecordingFolder(QString path, const MediaIndex &index, Workers &workers, QObject *parent)
    : QObject(parent),
      m_path(std::move(path)),
      m_index(index),
      m_workers(workers),
      m_notices(m_path, IN_CREATE | IN_DELETE | IN_MOVE | IN_MOVE_SELF | IN_ONLYDIR, workers)
{
    connect(&m_notices, &PathNotices::changed, this, [this] {
        m_again = true;
        startListing();
    });
}

QString RecordingFolder::pathOf(const FileName &file) const
{
    return m_path + u'/' + file.toString();
}

Async<Strays> RecordingFolder::scan()
{
    // The folder is made at the start of the service; a watch on it ends with it.
    m_notices.watch();
    Promise<Strays> promise;
    auto answer = promise.future();
    m_waiting.push_back(std::move(promise));
    startListing();
    return answer;
}

void RecordingFolder::poll()
{
    // Clocks of file systems are coarse: a change within two seconds of the last listing may have come after it.
    constexpr qint64 coarseMs = 2000;
    m_notices.watch();
    if (std::exchange(m_isPolling, true))
        return;
    const auto lastChange = [path = m_path]() -> Result<qint64> {
        return QFileInfo(path).lastModified().toMSecsSinceEpoch();
    };
    whenAlive(this, m_workers.run<qint64>(lastChange), [this](const Result<qint64> &changedAt) {
        m_isPolling = false;
        if (!changedAt.ok() || *changedAt + coarseMs < m_listedAtMs)
            return;
        m_again = true;
        startListing();
    });
}

void RecordingFolder::startListing()
{
    if (m_isListing || (m_waiting.empty() && !m_again))
        return;
    m_isListing = true;
    m_again = false;
    m_listedAtMs = QDateTime::currentMSecsSinceEpoch();
    m_running = std::move(m_waiting);
    m_waiting.clear();
    whenAlive(this, m_workers.run<Strays>([folder = m_path, &index = m_index] { return listStrays(folder, index); }),
              [this](const Result<Strays> &strays) { onListed(strays); });
}

void RecordingFolder::onListed(const Result<Strays> &strays)
{
    m_isListing = false;
    auto answered = std::exchange(m_running, {});
    for (Promise<Strays> &promise : answered)
        promise.finish(strays);
    if (strays.ok())
        Q_EMIT listed(*strays);
    startListing();
}

}  // namespace cs

#include "moc_recordingfolder.cpp"

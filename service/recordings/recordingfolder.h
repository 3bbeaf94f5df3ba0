#pragma once

#include <vector>

#include <QObject>
#include <QSet>

#include "base/filename.h"
#include "base/future.h"
#include "recordings/medianames.h"
#include "recordings/pathnotices.h"

namespace cs {

class MediaIndex;
class Workers;

// A file that is named like a recording and belongs to none in the index.
struct StrayFile {
    FileName file;
    RecordingName name;
    qint64 sizeBytes = 0;
    qint64 ageMs = 0;  // since its last change
};
using Strays = std::vector<StrayFile>;

// Oldest first. Blocks; for workers.
Result<Strays> listStrays(const QString &folder, const MediaIndex &index);

// The files of one camera that are accounted for, and so which of a listing are new.
class KnownFiles {
public:
    explicit KnownFiles(CameraId camera) : m_camera(camera) {}
    void add(const Strays &strays);
    Strays unknownOf(const Strays &strays) const;

private:
    CameraId m_camera;
    QSet<QString> m_names;
};

// The folder that MediaMTX writes hand-made recordings into: tells when files appear there. Service thread; it lists on
// a worker, since the folder may hold very many files.
class RecordingFolder : public QObject {
    Q_OBJECT
public:
    RecordingFolder(QString path, const MediaIndex &index, Workers &workers, QObject *parent = nullptr);

    const QString &path() const { return m_path; }
    QString pathOf(const FileName &file) const;
    // Lists anew, beginning after this call.
    Async<Strays> scan();
    // For file systems that send no notices: lists if the folder changed lately.
    void poll();

Q_SIGNALS:
    // After each listing, oldest first.
    void listed(const cs::Strays &strays);

private:
    void startListing();
    void onListed(const Result<Strays> &strays);

    QString m_path;
    const MediaIndex &m_index;
    Workers &m_workers;
    PathNotices m_notices;
    bool m_isListing = false;
    bool m_isPolling = false;
    qint64 m_listedAtMs = 0;
    std::vector<Promise<Strays>> m_running;  // answered by the listing that runs
    std::vector<Promise<Strays>> m_waiting;  // by the one after it
    bool m_again = false;
};

}  // namespace cs

#pragma once

#include <memory>

#include <QObject>

#include "base/future.h"
#include "recordings/fmp4file.h"
#include "recordings/pathnotices.h"

namespace cs {

class Workers;

// Measures one growing file on a worker whenever it is asked to or the file changes; one measurement at a time. Service
// thread.
class FollowedFile : public QObject {
    Q_OBJECT
public:
    FollowedFile(QString path, Workers &workers, QObject *parent = nullptr);

    const QString &path() const { return m_path; }
    // Whether each change of the file is looked at by itself: for the moments when every millisecond counts.
    void setEager(bool eager);
    // The answer is looked(); calls meanwhile become one more look.
    void look();
    // What stands in the file's directory entry, as of the last glance or look: a disk that hangs keeps nobody waiting.
    struct Seen {
        bool exists = true;
        qint64 sizeBytes = 0;
    };
    const Seen &seen() const { return m_seen; }
    void glance();
    // Fmp4File::repair(), or only a last look. Nothing else may be asked for afterwards.
    Async<Fmp4Outcome> finish(bool mayRepair);

Q_SIGNALS:
    void looked(const cs::Result<cs::Fmp4Facts> &facts);

private:
    QString m_path;
    Workers &m_workers;
    std::shared_ptr<Fmp4File> m_file;
    PathNotices m_notices;
    Seen m_seen;
    bool m_isGlancing = false;
    bool m_isLooking = false;
    bool m_again = false;
    bool m_isFinishing = false;
};

}  // namespace cs

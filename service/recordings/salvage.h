#pragma once

#include <optional>
#include <vector>

#include <QObject>
#include <QQueue>
#include <QSet>

#include "base/future.h"
#include "recordings/fmp4file.h"
#include "recordings/recordingfolder.h"
#include "recordings/runtools.h"

namespace cs {

struct StoredRecording;

// Takes up what no run owns: recordings that a crash left open, and files without a row. One after the other, each
// measured on a worker. Service thread.
class Salvage : public QObject {
    Q_OBJECT
public:
    explicit Salvage(const RunTools &tools) : m_tools(tools) {}

    // Ends the open rows of an earlier life of the service; answers when all are done.
    Async<Done> endLeftOpen();
    // Makes rows for files with pictures, damaged ones included, and removes empty ones; those that cannot be read are
    // left alone, and those that wait here already are not taken twice.
    Async<Done> takeUp(const Strays &strays, EndCause cause);

Q_SIGNALS:
    // A file was found and now has an ended row, or an open row was given up with its empty file. A file that is
    // damaged, or of an open row and cannot be read, is kept with its size and a duration of 0.
    void ended(const cs::Recording &recording);

private:
    struct Job {
        Recording recording;
        std::optional<qint64> row;
    };

    Async<Done> whenIdle();
    void next();
    void onMeasured(const Fmp4Outcome &outcome);
    void keep(const Fmp4Facts &facts);
    void keepDamaged(Fmp4Facts facts);
    void giveUp(const QString &why);
    void leave(const Error &error, qint64 sizeBytes);
    void finish(const Result<Done> &result);

    const RunTools m_tools;
    QQueue<Job> m_jobs;
    std::optional<Job> m_current;
    QSet<QString> m_names;  // of all jobs
    std::vector<Promise<Done>> m_waiters;
};

}  // namespace cs

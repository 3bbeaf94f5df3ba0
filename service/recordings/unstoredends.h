#pragma once

#include <chrono>
#include <map>
#include <optional>

#include <QObject>
#include <QTimer>

#include "base/future.h"
#include "storage/rows.h"

namespace cs {

class RecordingsTable;

// Ends of recordings on their way into the table. What the database cannot take, for example because the disk is full,
// is kept here for the lists and stored again and again until it is in; after a crash the next start measures those
// files anew. Service thread.
class UnstoredEnds : public QObject {
    Q_OBJECT
public:
    static constexpr std::chrono::seconds RetryEvery{3};

    explicit UnstoredEnds(RecordingsTable &table, std::chrono::milliseconds retryEvery = RetryEvery);

    // Both answer after the first attempt, also when it failed: the end holds from now on. NotFound if there is no such
    // open recording.
    Async<Done> finish(qint64 row, const RecordingEnd &end);
    // Of a recording that came to nothing and has no file.
    Async<Done> remove(qint64 row);
    // One more attempt for all that is left; answers when it is made, whatever came of it.
    Async<Done> storeNow();
    // A row as it was read, with its end if the table does not have that yet.
    StoredRecording withEnd(StoredRecording row) const;
    bool isEmpty() const { return m_ends.empty(); }

private:
    Async<Done> store(qint64 row);
    Result<Done> onStored(qint64 row, const Result<Done> &stored);
    void retry();

    RecordingsTable &m_table;
    std::map<qint64, std::optional<RecordingEnd>> m_ends;  // by row; nothing: the row is to go
    QTimer m_timer;                                        // runs after a failure
    bool m_isRetrying = false;
};

}  // namespace cs

#include "recordings/unstoredends.h"

#include <vector>

#include "recordings/alive.h"
#include "recordings/log.h"
#include "storage/recordingstable.h"

namespace cs {

UnstoredEnds::UnstoredEnds(RecordingsTable &table, std::chrono::milliseconds retryEvery) : m_table(table)
{
    m_timer.setInterval(retryEvery);
    connect(&m_timer, &QTimer::timeout, this, &UnstoredEnds::retry);
}

Async<Done> UnstoredEnds::finish(qint64 row, const RecordingEnd &end)
{
    m_ends.insert_or_assign(row, end);
    return store(row);
}

Async<Done> UnstoredEnds::remove(qint64 row)
{
    m_ends.insert_or_assign(row, std::nullopt);
    return store(row);
}

StoredRecording UnstoredEnds::withEnd(StoredRecording row) const
{
    const auto found = m_ends.find(row.id);
    if (found == m_ends.end() || !row.open)
        return row;
    const RecordingEnd end = found->second.value_or(RecordingEnd{row.startedAt, 0, 0, {}});
    row.open = false;
    row.endedAt = end.endedAt;
    row.sizeBytes = end.sizeBytes;
    row.durationUs = end.durationUs;
    row.endCause = end.cause;
    return row;
}

Async<Done> UnstoredEnds::store(qint64 row)
{
    const auto &end = m_ends.at(row);
    const auto toDone = [](const StoredRecording &) -> Result<Done> { return Done{}; };
    const auto stored = end ? andThenAlive(this, m_table.finish(row, *end), toDone) : m_table.remove(row);
    auto promise = std::make_shared<Promise<Done>>();
    auto answer = promise->future();
    whenAlive(this, stored,
              [this, row, promise](const Result<Done> &result) { promise->finish(onStored(row, result)); });
    return answer;
}

Result<Done> UnstoredEnds::onStored(qint64 row, const Result<Done> &stored)
{
    // A row that is not there, or has ended, needs nothing more.
    if (stored.ok() || stored.error().code == ErrorCode::NotFound) {
        m_ends.erase(row);
        return stored;
    }
    if (!m_timer.isActive()) {
        qCWarning(lcRecordings, "the end of a recording is stored later: %s", qUtf8Printable(stored.error().message));
        m_timer.start();
    }
    return Done{};
}

Async<Done> UnstoredEnds::storeNow()
{
    std::vector<qint64> rows;
    for (const auto &[row, end] : m_ends)
        rows.push_back(row);
    // The database answers in the order of the questions.
    auto last = ready<Done>(Done{});
    for (const qint64 row : rows)
        last = store(row);
    auto promise = std::make_shared<Promise<Done>>();
    auto answer = promise->future();
    whenAlive(this, last, [promise](const Result<Done> &) { promise->finish(Done{}); });
    return answer;
}

void UnstoredEnds::retry()
{
    // A database that is busy for long answers later, and is not asked twice.
    if (std::exchange(m_isRetrying, true))
        return;
    whenAlive(this, storeNow(), [this](const Result<Done> &) {
        m_isRetrying = false;
        if (!m_ends.empty())
            return;
        m_timer.stop();
        qCInfo(lcRecordings, "all ends of recordings are stored now");
    });
}

}  // namespace cs

#include "moc_unstoredends.cpp"

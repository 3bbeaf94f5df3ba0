#include "recordings/salvage.h"

#include <QUuid>

#include "base/workers.h"
#include "mediamtx/mediaserver.h"
#include "recordings/alive.h"
#include "recordings/log.h"
#include "recordings/medialibrary.h"
#include "storage/rows.h"

namespace cs {
namespace {

Recording recordingOf(const StoredRecording &row)
{
    Recording out;
    out.camera = row.camera;
    out.file = row.file;
    out.sessionId = row.sessionId;
    out.startedAt = row.startedAt;
    out.format = row.format;
    if (row.requestedSeconds)
        out.requested = std::chrono::seconds(*row.requestedSeconds);
    out.startedBy = row.startedBy;
    return out;
}

void setCause(Recording &recording, EndCause cause)
{
    recording.cause = toString(cause);
    recording.failed = isFailure(cause);
}

}  // namespace

Async<Done> Salvage::endLeftOpen()
{
    return andThenAlive(this, m_tools.library.leftOpen(), [this](const std::vector<StoredRecording> &rows) {
        for (const StoredRecording &row : rows) {
            if (m_names.contains(row.file.toString()))
                continue;
            Job job{recordingOf(row), row.id};
            setCause(job.recording, EndCause::ServiceRestart);
            m_names.insert(row.file.toString());
            m_jobs.enqueue(job);
            // A media server that outlived us would go on recording.
            m_tools.server.removePath(recordingPath(row.camera));
        }
        return whenIdle();
    });
}

Async<Done> Salvage::takeUp(const Strays &strays, EndCause cause)
{
    for (const StrayFile &stray : strays) {
        if (m_names.contains(stray.file.toString()))
            continue;
        Job job;
        job.recording.camera = stray.name.camera;
        job.recording.file = stray.file;
        job.recording.startedAt = stray.name.startedAt;
        job.recording.sessionId = QUuid::createUuid().toString(QUuid::WithoutBraces);
        setCause(job.recording, cause);
        m_names.insert(stray.file.toString());
        m_jobs.enqueue(job);
    }
    return whenIdle();
}

Async<Done> Salvage::whenIdle()
{
    auto answer = m_waiters.emplace_back().future();
    if (!m_current)
        next();
    return answer;
}

void Salvage::next()
{
    if (m_jobs.isEmpty()) {
        m_current.reset();
        auto waiters = std::exchange(m_waiters, {});
        for (Promise<Done> &waiter : waiters)
            waiter.finish(Done{});
        return;
    }
    m_current = m_jobs.dequeue();
    const auto measure = [path = m_tools.folder.pathOf(m_current->recording.file)]() -> Result<Fmp4Outcome> {
        return outcomeOf(path, Fmp4File(path).repair());
    };
    whenAlive(this, m_tools.workers.run<Fmp4Outcome>(measure), [this](const Result<Fmp4Outcome> &outcome) {
        onMeasured(outcome.ok() ? *outcome : Fmp4Outcome{outcome.error()});
    });
}

void Salvage::onMeasured(const Fmp4Outcome &outcome)
{
    const Result<Fmp4Facts> &facts = outcome.facts;
    if (facts.ok() && facts->hasMedia)
        keep(*facts);
    else if (facts.ok() && facts->surelyEmpty())
        giveUp(QStringLiteral("it holds no picture"));
    else if (facts.ok())
        keepDamaged(*facts);
    else if (outcome.exists)
        leave(facts.error(), outcome.sizeBytes);
    else
        giveUp(facts.error().message);
}

void Salvage::keep(const Fmp4Facts &facts)
{
    Recording &recording = m_current->recording;
    recording.duration = facts.duration;
    recording.sizeBytes = facts.sizeBytes;
    recording.endedAt = recording.startedAt + recording.duration;
    const auto stored = m_current->row ? m_tools.library.closed(*m_current->row, recording)
                                       : m_tools.library.adopt(recording);
    whenAlive(this, stored, [this](const Result<Done> &result) { finish(result); });
}

// Its pictures may be there all the same, for better tools than ours.
void Salvage::keepDamaged(Fmp4Facts facts)
{
    qCWarning(lcRecordings, "the recording %s is kept, but it is damaged and cannot be measured",
              qUtf8Printable(m_current->recording.file.toString()));
    facts.duration = {};
    keep(facts);
}

void Salvage::giveUp(const QString &why)
{
    const Recording &recording = m_current->recording;
    qCWarning(lcRecordings, "giving up the recording %s: %s", qUtf8Printable(recording.file.toString()),
              qUtf8Printable(why));
    m_current->recording.endedAt = recording.startedAt;
    m_current->recording.failed = true;
    const auto removed = m_current->row ? m_tools.library.forget(*m_current->row, recording.file)
                                        : m_tools.library.discard(recording.file);
    whenAlive(this, removed, [this](const Result<Done> &result) { finish(result); });
}

// What cannot be read at the moment may be a whole recording: its bytes stay.
void Salvage::leave(const Error &error, qint64 sizeBytes)
{
    if (!m_current->row)
        return finish(error);
    const QString path = m_tools.folder.pathOf(m_current->recording.file);
    qCWarning(lcRecordings, "the recording %s is ended without being measured: %s", qUtf8Printable(path),
              qUtf8Printable(error.message));
    Fmp4Facts facts;
    facts.sizeBytes = sizeBytes;
    keep(facts);
}

void Salvage::finish(const Result<Done> &result)
{
    const Job job = *m_current;
    m_names.remove(job.recording.file.toString());
    if (!result.ok())
        qCWarning(lcRecordings, "%s", qUtf8Printable(result.error().message));
    else if (job.row || job.recording.sizeBytes > 0)
        Q_EMIT ended(job.recording);
    next();
}

}  // namespace cs

#include "moc_salvage.cpp"

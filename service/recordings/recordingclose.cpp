#include "recordings/recordingclose.h"

#include "mediamtx/mediaserver.h"
#include "recordings/alive.h"
#include "recordings/log.h"
#include "recordings/medialibrary.h"

namespace cs {

RecordingClose::RecordingClose(const RunTools &tools, Recording recording, qint64 row,
                               std::unique_ptr<FollowedFile> file)
    : m_tools(tools),
      m_recording(std::move(recording)),
      m_row(row),
      m_file(std::move(file)),
      m_settledAt(now()),
      m_closeBy(now() + Limit)
{
    connect(m_file.get(), &FollowedFile::looked, this, &RecordingClose::onLooked);
}

RecordingClose::Moment RecordingClose::now() const
{
    return m_tools.clock.steady();
}

bool RecordingClose::serverIsThere() const
{
    return m_tools.server.state() == MediaServer::State::Running;
}

void RecordingClose::begin()
{
    m_file->setEager(true);
    letGo();
}

void RecordingClose::tick()
{
    if (m_phase != Phase::Closing)
        return;
    // MediaMTX may not have heard of it while it was frozen.
    letGo();
    m_file->look();
}

void RecordingClose::look()
{
    if (m_phase == Phase::Closing)
        m_file->look();
}

void RecordingClose::letGo()
{
    if (m_pathGone || std::exchange(m_isLettingGo, true))
        return;
    whenAlive(this, m_tools.server.removePath(recordingPath(m_recording.camera)), [this](const Result<Done> &done) {
        m_isLettingGo = false;
        m_pathGone = done.ok();
        look();
    });
}

void RecordingClose::onLooked(const Result<Fmp4Facts> &facts)
{
    if (facts.ok()) {
        m_recording.duration = facts->duration;
        m_recording.sizeBytes = facts->sizeBytes;
    }
    if (m_phase == Phase::Closing && (!facts.ok() || nothingMoreComes(*facts)))
        measure();
}

bool RecordingClose::nothingMoreComes(const Fmp4Facts &facts)
{
    // A file that could not be written to is never closed, nor is one of a dead MediaMTX.
    constexpr std::chrono::milliseconds settled{1000};
    if (facts.sizeBytes != m_settledSize) {
        m_settledSize = facts.sizeBytes;
        m_settledAt = now();
    }
    m_isClosed = facts.closed;
    return facts.closed || !serverIsThere() || (m_pathGone && now() - m_settledAt >= settled) || now() >= m_closeBy;
}

void RecordingClose::measure()
{
    m_phase = Phase::Measuring;
    // While MediaMTX may still write, the file is measured and left alone.
    const bool isOurs = m_isClosed || m_pathGone || !serverIsThere();
    whenAlive(this, m_file->finish(isOurs), [this](const Result<Fmp4Outcome> &outcome) {
        onMeasured(outcome.ok() ? *outcome : Fmp4Outcome{outcome.error()});
    });
}

void RecordingClose::onMeasured(const Fmp4Outcome &outcome)
{
    const Result<Fmp4Facts> &facts = outcome.facts;
    if (facts.ok() && facts->hasMedia) {
        m_recording.duration = facts->duration;
        m_recording.sizeBytes = facts->sizeBytes;
        endRow({});
    } else if (facts.ok() && !facts->surelyEmpty()) {
        m_recording.failed = true;
        m_recording.sizeBytes = facts->sizeBytes;
        endRow(Error::dependencyFailed(QStringLiteral("storage"), QStringLiteral("the recording's file is damaged")));
    } else if (facts.ok()) {
        forgetRow(Error::dependencyFailed(QStringLiteral("storage"), QStringLiteral("the recording's file is empty")));
    } else if (outcome.exists) {
        // It may be whole all the same, for example when no file descriptor is left: nothing is thrown away.
        m_recording.failed = true;
        endRow(facts.error());
    } else {
        forgetRow(facts.error());
    }
}

// With what was measured last. Every stop is answered with `problem`, if there is one.
void RecordingClose::endRow(const std::optional<Error> &problem)
{
    if (problem)
        qCWarning(lcRecordings, "recording %s is not measured to its end: %s",
                  qUtf8Printable(m_recording.file.toString()), qUtf8Printable(problem->message));
    m_recording.endedAt = m_recording.startedAt + m_recording.duration;
    whenAlive(this, m_tools.library.closed(m_row, m_recording), [this, problem](const Result<Done> &done) {
        // Somebody has removed the row; the file is whole all the same.
        if (!done.ok())
            qCWarning(lcRecordings, "%s", qUtf8Printable(done.error().message));
        Q_EMIT over(problem ? Result<Recording>(*problem) : Result<Recording>(m_recording));
    });
}

void RecordingClose::forgetRow(const Error &error)
{
    qCWarning(lcRecordings, "recording %s is lost: %s", qUtf8Printable(m_recording.file.toString()),
              qUtf8Printable(error.message));
    m_recording.failed = true;
    m_recording.duration = {};
    m_recording.sizeBytes = 0;
    m_recording.endedAt = m_recording.startedAt;
    whenAlive(this, m_tools.library.forget(m_row, m_recording.file),
              [this, error](const Result<Done> &) { Q_EMIT over(error); });
}

}  // namespace cs

#include "moc_recordingclose.cpp"

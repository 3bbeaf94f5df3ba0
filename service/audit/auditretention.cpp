#include "audit/auditretention.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QPointer>

#include "audit/auditcut.h"
#include "audit/logging.h"

namespace cs {

namespace {

constexpr std::chrono::minutes FirstLook{1};
constexpr std::chrono::hours LookEvery{1};
// Reading so many takes the database thread a few milliseconds.
constexpr qint64 CutPage = 250;

AuditEntry cutEntry(const AuditCut &cut, const QString &archive)
{
    QString target = QStringLiteral("records %1 to %2").arg(cut.start().seq + 1).arg(cut.at().seq);
    if (!archive.isEmpty())
        target += QStringLiteral(", kept in %1").arg(QFileInfo(archive).fileName());
    return entryOfTheTrail(auditaction::Cut, target);
}

}  // namespace

AuditRetention::AuditRetention(AuditTable &table, AuditSink &sink, const Clock &clock, AuditRetentionOptions options)
    : m_table(table),
      m_sink(sink),
      m_clock(clock),
      m_options(std::move(options))
{
    connect(&m_timer, &QTimer::timeout, this, &AuditRetention::onTimer);
}

AuditRetention::~AuditRetention() = default;

void AuditRetention::start()
{
    m_timer.start(FirstLook);
}

void AuditRetention::onTimer()
{
    if (m_options.isOn())
        m_timer.start(LookEvery);
    else
        m_timer.stop();
    look();
}

void AuditRetention::look()
{
    if (m_busy)
        return;
    m_busy = true;
    m_removed = 0;
    then(m_table.draft(), &AuditRetention::onDraft);
}

template<class T>
void AuditRetention::then(Async<T> answer, void (AuditRetention::*next)(const T &))
{
    whenDone(qApp, std::move(answer), [self = QPointer(this), next](const Result<T> &result) {
        if (!self)
            return;
        if (result.ok())
            (self->*next)(*result);
        else
            self->stop(&result.error());
    });
}

// Of a part that was never finished, wherever that was; parts may be kept elsewhere now, or nowhere any more.
void AuditRetention::onDraft(const QString &part)
{
    if (part.isEmpty())
        onClean({});
    else
        then(m_worker.run<bool>([part] { return AuditArchive::discardDraft(part); }), &AuditRetention::onDiscarded);
}

void AuditRetention::onDiscarded(const bool &gone)
{
    if (gone)
        then(m_table.noteDraft({}), &AuditRetention::onClean);
    else
        onClean({});
}

void AuditRetention::onClean(const Done &)
{
    if (m_options.isOn())
        nextPart();
    else
        stop(nullptr);
}

// First what was given up before: by the part before this one, or by a run that was cut short.
void AuditRetention::nextPart()
{
    then(m_table.sweep(), &AuditRetention::onSwept);
}

void AuditRetention::onSwept(const bool &done)
{
    if (!done) {
        nextPart();
        return;
    }
    AuditLimits limits;
    if (m_options.keepDays.count() > 0)
        limits.before = m_clock.now() - m_options.keepDays;
    if (m_options.keepRecords > 0)
        limits.keep = m_options.keepRecords;
    then(m_table.cutPlace(limits), &AuditRetention::onPlace);
}

void AuditRetention::onPlace(const std::optional<qint64> &upTo)
{
    if (!upTo) {
        stop(nullptr);
        return;
    }
    m_upTo = *upTo;
    then(m_table.status(), &AuditRetention::onStatus);
}

void AuditRetention::onStatus(const ChainStatus &status)
{
    m_status = status;
    m_archive.clear();
    if (m_options.archiveFolder.isEmpty()) {
        m_cut = std::make_shared<AuditCut>(status, m_upTo, m_archive, AuditCut::File::ToMake, m_clock.now());
        nextPiece();
        return;
    }
    const AuditArchive archive(m_options.archiveFolder, status.origin);
    then(m_worker.run<std::optional<AuditArchive::Part>>(
             [archive, from = status.start.seq + 1] { return archive.partFrom(from); }),
         &AuditRetention::onKept);
}

// A run that was killed after it had kept a part, and before it gave it up, has left one.
void AuditRetention::onKept(const std::optional<AuditArchive::Part> &part)
{
    const AuditArchive archive(m_options.archiveFolder, m_status->origin);
    const qint64 from = m_status->start.seq + 1;
    if (part && part->upTo > m_upTo) {
        // The limits were others then. All of it or nothing, or the next part would not begin where this one ends.
        const bool isOurs = part->upTo <= m_status->end.seq;
        const Error strange = Error::invalidState(
            QStringLiteral("%1 is to hold records that there are not yet; move it away")
                .arg(archive.pathOf(from, part->upTo)),
            QStringLiteral("damaged"), {QStringLiteral("intact")});
        stop(isOurs ? nullptr : &strange);
        return;
    }
    m_upTo = part ? part->upTo : m_upTo;
    m_archive = archive.pathOf(from, m_upTo);
    m_cut = std::make_shared<AuditCut>(*m_status, m_upTo, m_archive,
                                       part ? AuditCut::File::Made : AuditCut::File::ToMake, m_clock.now());
    if (part)
        nextPiece();
    else
        then(m_table.noteDraft(m_archive), &AuditRetention::onNoted);
}

void AuditRetention::onNoted(const Done &)
{
    nextPiece();
}

void AuditRetention::nextPiece()
{
    then(m_table.chain(m_cut->at().seq, m_cut->upTo(), CutPage), &AuditRetention::onPage);
}

void AuditRetention::onPage(const ChainPage &page)
{
    then(m_worker.run<bool>([cut = m_cut, page] { return cut->take(page); }), &AuditRetention::onTaken);
}

void AuditRetention::onTaken(const bool &done)
{
    if (done)
        then(m_table.moveStart(m_cut->start(), m_cut->at(), m_clock.now()), &AuditRetention::onRemoved);
    else
        nextPiece();
}

void AuditRetention::onRemoved(const Done &)
{
    m_told.clear();
    m_removed += m_cut->at().seq - m_cut->start().seq;
    m_sink.record(cutEntry(*m_cut, m_archive));
    nextPart();
}

void AuditRetention::stop(const Error *error)
{
    if (error && std::exchange(m_told, error->message) != error->message)
        qCCritical(lcAudit).noquote() << "the oldest audit records stay:" << error->message;
    // With it goes its draft, on a disk that may hang.
    (void)m_worker.run<Done>([cut = std::exchange(m_cut, nullptr)] { return Result<Done>(Done{}); });
    m_busy = false;
    Q_EMIT looked(m_removed);
}

}  // namespace cs

#include "moc_auditretention.cpp"

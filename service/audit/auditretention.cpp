#include "audit/auditretention.h"

#include <QCoreApplication>
#include <QDir>
#include <QPointer>

#include "audit/logging.h"
#include "storage/auditcut.h"

namespace cs {

namespace {

constexpr std::chrono::minutes FirstLook{1};
constexpr std::chrono::hours LookEvery{1};

AuditEntry cutEntry(const AuditCut &cut, const QString &archive)
{
    AuditEntry entry;
    entry.username = QStringLiteral("service");
    entry.action = QString::fromLatin1(auditaction::Cut);
    entry.target = QStringLiteral("records %1 to %2").arg(cut.start().seq + 1).arg(cut.end().seq);
    if (!archive.isEmpty())
        entry.target += QStringLiteral(", kept in %1").arg(QFileInfo(archive).fileName());
    entry.result = QString::fromLatin1(auditresult::Ok);
    return entry;
}

}  // namespace

AuditRetention::AuditRetention(AuditTable &table, AuditSink &sink, const Clock &clock, AuditRetentionOptions options)
    : m_table(table),
      m_sink(sink),
      m_clock(clock),
      m_options(std::move(options))
{
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_timer.setInterval(LookEvery);
        look();
    });
}

AuditRetention::~AuditRetention() = default;

void AuditRetention::start()
{
    if (m_options.isOn())
        m_timer.start(FirstLook);
}

void AuditRetention::look()
{
    if (m_busy || !m_options.isOn())
        return;
    m_busy = true;
    m_removed = 0;
    nextPart();
}

void AuditRetention::nextPart()
{
    AuditLimits limits;
    if (m_options.keepDays.count() > 0)
        limits.before = m_clock.now() - m_options.keepDays;
    if (m_options.keepRecords > 0)
        limits.keep = m_options.keepRecords;
    whenDone(qApp, m_table.cutPlace(limits), [self = QPointer(this)](const Result<std::optional<qint64>> &place) {
        if (!self)
            return;
        if (place.ok())
            self->onPlace(*place);
        else
            self->stop(&place.error());
    });
}

void AuditRetention::onPlace(const std::optional<qint64> &upTo)
{
    if (!upTo) {
        stop(nullptr);
        return;
    }
    whenDone(qApp, m_table.status(), [self = QPointer(this), upTo](const Result<ChainStatus> &status) {
        if (!self)
            return;
        if (status.ok())
            self->onStatus(*status, *upTo);
        else
            self->stop(&status.error());
    });
}

QString AuditRetention::archiveFile(qint64 from, qint64 upTo) const
{
    return QStringLiteral("%1/audit-%2-%3.jsonl")
        .arg(m_options.archiveFolder)
        .arg(from, 12, 10, QLatin1Char('0'))
        .arg(upTo, 12, 10, QLatin1Char('0'));
}

void AuditRetention::onStatus(const ChainStatus &status, qint64 upTo)
{
    m_archive.clear();
    if (!m_options.archiveFolder.isEmpty()) {
        QDir().mkpath(m_options.archiveFolder);
        m_archive = archiveFile(status.start.seq + 1, upTo);
    }
    m_cut = std::make_shared<AuditCut>(status, upTo, m_archive, m_clock.now());
    nextPiece();
}

void AuditRetention::nextPiece()
{
    whenDone(qApp, m_table.look(m_cut), [self = QPointer(this)](const Result<bool> &done) {
        if (!self)
            return;
        if (!done.ok()) {
            self->stop(&done.error());
        } else if (!*done) {
            self->nextPiece();
        } else {
            whenDone(qApp, self->m_table.remove(self->m_cut, self->m_clock.now()), [self](const Result<Done> &removed) {
                if (!self)
                    return;
                if (removed.ok())
                    self->onRemoved();
                else
                    self->stop(&removed.error());
            });
        }
    });
}

void AuditRetention::onRemoved()
{
    m_told.clear();
    m_removed += m_cut->end().seq - m_cut->start().seq;
    m_sink.record(cutEntry(*m_cut, m_archive));
    nextPart();
}

void AuditRetention::stop(const Error *error)
{
    if (error && std::exchange(m_told, error->message) != error->message)
        qCCritical(lcAudit).noquote() << "the oldest audit records stay:" << error->message;
    m_cut.reset();
    m_busy = false;
    Q_EMIT looked(m_removed);
}

}  // namespace cs

#include "moc_auditretention.cpp"

#include "audit/auditverification.h"

#include <limits>

#include <QCoreApplication>

namespace cs {

namespace {

// A page takes the database thread a few milliseconds.
constexpr qint64 VerifyPage = 500;

}  // namespace

// One call under way.
struct AuditVerification::Run {
    AuditTable &table;
    const Clock &clock;
    std::chrono::steady_clock::time_point startedAt;
    // Without it from the beginning.
    std::optional<qint64> from;
    std::optional<qint64> to;
    std::optional<ChainStatus> status;
    std::optional<ChainVerifier> verifier;
    Promise<ChainReport> promise;
    // What comes before the first record to check.
    ChainPoint at{};

    // To the end of the chain, that included, or to a record before it.
    bool toEnd() const { return !to || *to >= status->end.seq; }
    qint64 upTo() const { return toEnd() ? std::numeric_limits<qint64>::max() : *to; }
};

Async<ChainReport> AuditVerification::verify(std::optional<qint64> from, std::optional<qint64> to)
{
    auto run = std::make_shared<Run>(Run{m_table, m_clock, m_clock.steady(), from, to, {}, {}, {}});
    auto answer = run->promise.future();
    if (to && *to < from.value_or(1)) {
        run->promise.finish(Error::invalidParam(QStringLiteral("to_seq"), QStringLiteral("must not be before from_seq"),
                                                QStringLiteral("the number of the last record to check")));
        return answer;
    }
    whenDone(qApp, m_table.status(), [run](const Result<ChainStatus> &status) { onStatus(run, status); });
    return answer;
}

void AuditVerification::onStatus(const std::shared_ptr<Run> &run, const Result<ChainStatus> &status)
{
    if (!status.ok()) {
        run->promise.finish(status.error());
        return;
    }
    run->status = *status;
    const qint64 first = run->status->start.seq + 1;
    const qint64 last = run->status->end.seq;
    const qint64 from = run->from.value_or(first);
    const bool endsBefore = run->to && *run->to < first;
    if (endsBefore || (from < first && run->from != 1)) {
        run->promise.finish(Error::invalidParam(
            endsBefore ? QStringLiteral("to_seq") : QStringLiteral("from_seq"),
            QStringLiteral("must not be before the first record"),
            QStringLiteral("the trail begins with number %1; older records were given up").arg(first)));
        return;
    }
    if (from > first && from > last) {
        run->promise.finish(Error::invalidParam(QStringLiteral("from_seq"),
                                                QStringLiteral("must not be after the last record"),
                                                QStringLiteral("the last record is number %1").arg(last)));
        return;
    }
    if (from <= first) {
        run->at = run->status->start;
        onStart(run, std::optional(run->at.hash));
    } else {
        run->at.seq = from - 1;
        whenDone(qApp, run->table.hashOf(from - 1),
                 [run](const Result<std::optional<QByteArray>> &hash) { onStart(run, hash); });
    }
}

void AuditVerification::onStart(const std::shared_ptr<Run> &run, const Result<std::optional<QByteArray>> &hash)
{
    if (!hash.ok()) {
        run->promise.finish(hash.error());
        return;
    }
    // What stands in memory, not what the file says: an old file put back would fit records that were cut off.
    std::optional<SignedPoint> head;
    if (run->toEnd())
        head = SignedPoint{run->status->end.seq, {}, run->status->end.hash, {}};
    run->verifier.emplace(ChainTrust{run->status->origin, run->status->key},
                          ChainPoint{run->at.seq, hash->value_or(QByteArray())}, std::move(head),
                          ChainVerifier::HeadIs::Known);
    if (!*hash) {
        onFault(run, {false, 0, run->at.seq, QStringLiteral("record %1 is missing").arg(run->at.seq), run->at.seq, 0});
        return;
    }
    nextPage(run);
}

void AuditVerification::nextPage(const std::shared_ptr<Run> &run)
{
    whenDone(qApp, run->table.chain(run->verifier->at().seq, run->upTo(), VerifyPage),
             [run](const Result<ChainPage> &page) { onPage(run, page); });
}

// It is none if the oldest records were given up meanwhile: then all begins anew.
void AuditVerification::onFault(const std::shared_ptr<Run> &run, const ChainReport &report)
{
    whenDone(qApp, run->table.status(), [run, report](const Result<ChainStatus> &status) {
        if (!status.ok() || status->start == run->status->start)
            run->promise.finish(report);
        else
            onStatus(run, status);
    });
}

void AuditVerification::onPage(const std::shared_ptr<Run> &run, const Result<ChainPage> &page)
{
    if (!page.ok()) {
        run->promise.finish(page.error());
        return;
    }
    run->verifier->feed(*page);
    if (run->verifier->failed()) {
        onFault(run, run->verifier->finish());
        return;
    }
    if (page->last) {
        run->promise.finish(run->verifier->finish());
        return;
    }
    if (run->clock.steady() - run->startedAt < Limit) {
        nextPage(run);
        return;
    }
    run->promise.finish(Error::invalidParam(
        QStringLiteral("to_seq"), QStringLiteral("too many records for one call"),
        QStringLiteral(
            "records %1 to %2 are right; check the rest with from_seq %3, or all of them with 'cameractl audit "
            "verify --database'")
            .arg(run->at.seq + 1)
            .arg(run->verifier->at().seq)
            .arg(run->verifier->at().seq + 1)));
}

}  // namespace cs

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
    qint64 from;
    std::optional<qint64> to;
    std::optional<ChainStatus> status;
    std::optional<ChainVerifier> verifier;
    Promise<ChainReport> promise;

    // To the end of the chain, that included, or to a record before it.
    bool toEnd() const { return !to || *to >= status->end.seq; }
    qint64 upTo() const { return toEnd() ? std::numeric_limits<qint64>::max() : *to; }
};

Async<ChainReport> AuditVerification::verify(std::optional<qint64> from, std::optional<qint64> to)
{
    auto run = std::make_shared<Run>(Run{m_table, m_clock, m_clock.steady(), from.value_or(1), to, {}, {}, {}});
    auto answer = run->promise.future();
    if (to && *to < run->from) {
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
    if (run->from > 1 && run->from > run->status->end.seq) {
        run->promise.finish(
            Error::invalidParam(QStringLiteral("from_seq"), QStringLiteral("must not be after the last record"),
                                QStringLiteral("the last record is number %1").arg(run->status->end.seq)));
        return;
    }
    if (run->from == 1)
        onStart(run, std::optional(run->status->origin));
    else
        whenDone(qApp, run->table.hashOf(run->from - 1),
                 [run](const Result<std::optional<QByteArray>> &hash) { onStart(run, hash); });
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
                          ChainPoint{run->from - 1, hash->value_or(QByteArray())}, std::move(head),
                          ChainVerifier::HeadIs::Known);
    if (!*hash) {
        run->promise.finish(ChainReport{false, 0, run->from - 1,
                                        QStringLiteral("record %1 is missing").arg(run->from - 1), run->from - 1, 0});
        return;
    }
    nextPage(run);
}

void AuditVerification::nextPage(const std::shared_ptr<Run> &run)
{
    whenDone(qApp, run->table.chain(run->verifier->at().seq, run->upTo(), VerifyPage),
             [run](const Result<ChainPage> &page) { onPage(run, page); });
}

void AuditVerification::onPage(const std::shared_ptr<Run> &run, const Result<ChainPage> &page)
{
    if (!page.ok()) {
        run->promise.finish(page.error());
        return;
    }
    run->verifier->feed(*page);
    if (run->verifier->failed() || page->last) {
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
            .arg(run->from)
            .arg(run->verifier->at().seq)
            .arg(run->verifier->at().seq + 1)));
}

}  // namespace cs

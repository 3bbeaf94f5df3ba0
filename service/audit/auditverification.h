#pragma once

#include <memory>
#include <optional>

#include "auditchain/chainverifier.h"
#include "storage/audittable.h"

namespace cs {

// Checks the trail in the running service, a page after the other, so that nobody waits for it. Service thread.
class AuditVerification {
public:
    // No call takes longer: what is too long for one is refused, with a word on how to ask in pieces.
    static constexpr std::chrono::seconds Limit{20};

    // Both outlive this object and what it still reads.
    AuditVerification(AuditTable &table, const Clock &clock) : m_table(table), m_clock(clock) {}

    // Without `from` from the first record, without `to` to the last, the end of the chain included.
    Async<ChainReport> verify(std::optional<qint64> from, std::optional<qint64> to);

private:
    struct Run;
    static void onStatus(const std::shared_ptr<Run> &run, const Result<ChainStatus> &status);
    static void onStart(const std::shared_ptr<Run> &run, const Result<std::optional<QByteArray>> &hash);
    static void nextPage(const std::shared_ptr<Run> &run);
    static void onFault(const std::shared_ptr<Run> &run, const ChainReport &report);
    static void onPage(const std::shared_ptr<Run> &run, const Result<ChainPage> &page);

    AuditTable &m_table;
    const Clock &m_clock;
};

}  // namespace cs

#pragma once

#include <deque>
#include <vector>

#include "audit/auditentry.h"

namespace cs {

// The records that are not written yet, in their order: a bounded number. What there is no room for is counted, and the
// count becomes a record of its own. Service thread.
class AuditBacklog {
public:
    // What waits at most. Once there are so many there is room again at the half.
    static constexpr size_t Most = 10'000;

    // False if there was no room.
    bool push(AuditEntry entry, Timestamp at);
    void pushFirst(AuditEntry entry, Timestamp at);
    // So many were lost before they came here.
    void addLost(qint64 count) { m_lost += count; }

    bool isEmpty() const { return m_records.empty(); }
    size_t size() const { return m_records.size(); }
    // The first ones, `most` at most; they stay until they are written.
    std::vector<AuditRecord> first(size_t most) const;
    // The first so many are.
    void written(size_t count, Timestamp now);

private:
    bool hasRoomAgain() const { return m_records.size() <= Most / 2; }
    void noteLost(Timestamp at);

    std::deque<AuditRecord> m_records;
    qint64 m_lost = 0;
    bool m_isFull = false;
};

}  // namespace cs

#pragma once

#include <chrono>
#include <mutex>
#include <optional>

#include <QHash>
#include <QList>
#include <QString>

#include "base/time.h"

namespace cs {

// Counts failed sign-ins by address and shuts an address out for a while after too many. IPv6 addresses count by /64,
// the smallest part of the net a host is given. Remembers a bounded number of addresses. Thread-safe.
class FailureLimit {
public:
    static constexpr int MaxFailures = 20;
    static constexpr std::chrono::seconds Window{60};
    static constexpr std::chrono::seconds Penalty{60};
    static constexpr qsizetype MaxAddresses = 4096;

    // `clock` outlives this object.
    explicit FailureLimit(const Clock &clock) : m_clock(clock) {}

    // How long the address is still shut out; nothing if it is not.
    std::optional<std::chrono::milliseconds> shutOutFor(const QString &address) const;
    void failed(const QString &address);
    qsizetype addressCount() const;

private:
    using Steady = std::chrono::steady_clock::time_point;
    struct Record {
        QList<Steady> failures;
        std::optional<Steady> shutOutUntil;
    };
    void makeRoom(Steady now);

    const Clock &m_clock;
    mutable std::mutex m_mutex;
    QHash<QString, Record> m_records;
};

}  // namespace cs

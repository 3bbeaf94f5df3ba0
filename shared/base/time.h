#pragma once

#include <chrono>
#include <optional>

#include <QString>

namespace cs {

// A point in time in UTC; stored as microseconds since 1970 in 64 bits.
using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;

inline qint64 toMicroseconds(Timestamp time)
{
    return time.time_since_epoch().count();
}

inline Timestamp fromMicroseconds(qint64 us)
{
    return Timestamp(std::chrono::microseconds(us));
}

// ISO 8601 with milliseconds and Z: 2026-11-23T02:21:44.912Z.
QString toIso(Timestamp time);
// Accepts ISO 8601 with a zone; nothing otherwise.
std::optional<Timestamp> fromIso(const QString &text);

// Where the time comes from, so that tests can move it by hand.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
    // Never jumps; for intervals and deadlines.
    virtual std::chrono::steady_clock::time_point steady() const = 0;
};

class SystemClock final : public Clock {
public:
    Timestamp now() const override;
    std::chrono::steady_clock::time_point steady() const override;
};

}  // namespace cs

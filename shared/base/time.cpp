#include "base/time.h"

#include <QDateTime>

namespace cs {

using namespace std::chrono;

QString toIso(Timestamp time)
{
    const qint64 ms = floor<milliseconds>(time).time_since_epoch().count();
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs);
}

std::optional<Timestamp> fromIso(const QString &text)
{
    const QDateTime parsed = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!parsed.isValid() || parsed.timeSpec() == Qt::LocalTime)
        return std::nullopt;
    return Timestamp(milliseconds(parsed.toMSecsSinceEpoch()));
}

Timestamp SystemClock::now() const
{
    return floor<microseconds>(system_clock::now());
}

steady_clock::time_point SystemClock::steady() const
{
    return steady_clock::now();
}

}  // namespace cs

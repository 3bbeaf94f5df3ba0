#include "cli/units.h"

#include <cmath>

#include <QDateTime>
#include <QRegularExpression>

namespace cs {

namespace {

constexpr qint64 maxSeconds = 10LL * 366 * 86400;

qint64 secondsOf(QChar unit)
{
    switch (unit.unicode()) {
    case 'm': return 60;
    case 'h': return 3600;
    case 'd': return 86400;
    default: return 1;
    }
}

}  // namespace

std::optional<std::chrono::seconds> parseDuration(const QString &text)
{
    static const QRegularExpression whole(QStringLiteral("\\A(?:[0-9]{1,9}|(?:[0-9]{1,9}[smhd])+)\\z"));
    static const QRegularExpression part(QStringLiteral("([0-9]+)([smhd]?)"));
    if (!whole.match(text).hasMatch())
        return std::nullopt;
    qint64 sum = 0;
    for (auto parts = part.globalMatch(text); parts.hasNext();) {
        const auto match = parts.next();
        const QString unit = match.captured(2);
        sum += match.captured(1).toLongLong() * secondsOf(unit.isEmpty() ? u's' : unit.front());
        if (sum > maxSeconds)
            return std::nullopt;
    }
    if (sum == 0)
        return std::nullopt;
    return std::chrono::seconds(sum);
}

QString durationRule()
{
    return QStringLiteral("a time like 10s, 5m, 1h30m or 2d (a bare number is seconds)");
}

QString clockText(std::chrono::seconds duration)
{
    const qint64 all = std::max<qint64>(0, duration.count());
    const QString seconds = QStringLiteral("%1").arg(all % 60, 2, 10, QLatin1Char('0'));
    if (all < 3600)
        return QStringLiteral("%1:%2").arg(all / 60).arg(seconds);
    return QStringLiteral("%1:%2:%3").arg(all / 3600).arg(all / 60 % 60, 2, 10, QLatin1Char('0')).arg(seconds);
}

QString lengthText(double seconds)
{
    if (!(seconds >= 0))
        return QStringLiteral("?");
    // Rounded first, so that 59.96 s is one minute and not 60.0 s.
    if (seconds < 59.95)
        return QStringLiteral("%1 s").arg(seconds, 0, 'f', 1);
    const auto all = static_cast<qint64>(std::llround(std::min(seconds, 1e15)));
    if (all < 3600)
        return QStringLiteral("%1 min %2 s").arg(all / 60).arg(all % 60);
    if (all < 86400)
        return QStringLiteral("%1 h %2 min").arg(all / 3600).arg(all / 60 % 60);
    return QStringLiteral("%1 d %2 h").arg(all / 86400).arg(all / 3600 % 24);
}

QString sizeText(qint64 bytes)
{
    static constexpr const char *units[] = {"kB", "MB", "GB", "TB", "PB", "EB"};
    if (bytes < 1000)
        return QStringLiteral("%1 B").arg(bytes);
    double value = static_cast<double>(bytes) / 1000;
    size_t unit = 0;
    for (; value >= 999.95 && unit + 1 < std::size(units); ++unit)
        value /= 1000;
    return QStringLiteral("%1 %2").arg(value, 0, 'f', 1).arg(QLatin1String(units[unit]));
}

QString localTime(Timestamp time)
{
    const qint64 ms = std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
    return QDateTime::fromMSecsSinceEpoch(ms).toString(QStringLiteral("yyyy-MM-dd hh:mm:ss"));
}

}  // namespace cs

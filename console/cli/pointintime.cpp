#include "cli/pointintime.h"

#include <QDateTime>

#include "cli/faults.h"
#include "cli/units.h"

namespace cs {

Result<Timestamp> momentOption(const QString &name, const QString &text, Timestamp now)
{
    // A bare number would be seconds, or a year.
    const bool isLength = !text.isEmpty() && text.back().isLetter() && text.front().isDigit() && !text.contains(u'-');
    if (const auto back = isLength ? parseDuration(text) : std::nullopt)
        return now - *back;
    if (const auto moment = fromIso(text))
        return *moment;
    for (const auto *format : {"yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"}) {
        const QDateTime local = QDateTime::fromString(text, QString::fromLatin1(format));
        if (local.isValid())
            return Timestamp(std::chrono::milliseconds(local.toMSecsSinceEpoch()));
    }
    return usageError(
        QStringLiteral(
            "--%1 takes a moment such as 2026-11-23 or 2026-11-23T02:21:44Z, or how long ago it was as in 2h "
            "or 7d, not '%2'")
            .arg(name, text));
}

}  // namespace cs

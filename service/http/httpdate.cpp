#include "http/httpdate.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

namespace cs {

namespace {

const QString Format = QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'");

}  // namespace

QByteArray toHttpDate(Timestamp time)
{
    const qint64 seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    return QLocale::c().toString(QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC), Format).toLatin1();
}

std::optional<Timestamp> fromHttpDate(const QByteArray &text)
{
    QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(text), Format);
    if (!date.isValid())
        return std::nullopt;
    date.setTimeSpec(Qt::UTC);
    return Timestamp(std::chrono::seconds(date.toSecsSinceEpoch()));
}

}  // namespace cs

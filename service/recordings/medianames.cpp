#include "recordings/medianames.h"

#include <QDateTime>
#include <QRegularExpression>

namespace cs {
namespace {

using namespace std::chrono;

constexpr QStringView DateFormat = u"yyyy-MM-dd";
constexpr QStringView TimeFormat = u"HH-mm-ss";

std::optional<RecordingName> parseStamped(const QString &file, QLatin1String suffix)
{
    static const QRegularExpression shape(
        QStringLiteral("^(camera[0-9]+)_([0-9]{4}-[0-9]{2}-[0-9]{2})_([0-9]{2}-[0-9]{2}-[0-9]{2})-([0-9]{6})\\."));
    const auto match = shape.match(file);
    const auto camera = CameraId::parse(match.captured(1));
    const QDate date = QDate::fromString(match.capturedView(2), DateFormat);
    const QTime clock = QTime::fromString(match.capturedView(3), TimeFormat);
    if (!match.hasMatch() || !camera || !date.isValid() || !clock.isValid())
        return std::nullopt;
    const QDateTime second(date, clock, Qt::UTC);
    const Timestamp time = Timestamp(seconds(second.toSecsSinceEpoch())) + microseconds(match.captured(4).toInt());
    // Numbers with leading zeros are no camera's.
    if (stampedName(*camera, time) + suffix != file)
        return std::nullopt;
    return RecordingName{*camera, time};
}

}  // namespace

QString stampedName(CameraId camera, Timestamp time)
{
    const auto second = floor<seconds>(time);
    const qint64 micros = (time - second).count();
    const QDateTime utc = QDateTime::fromSecsSinceEpoch(second.time_since_epoch().count(), Qt::UTC);
    return QStringLiteral("%1_%2_%3-%4")
        .arg(camera.toString(), utc.date().toString(DateFormat), utc.time().toString(TimeFormat))
        .arg(micros, 6, 10, QChar(u'0'));
}

std::optional<RecordingName> parseRecordingName(const QString &file)
{
    return parseStamped(file, QLatin1String(".mp4"));
}

std::optional<RecordingName> parseSnapshotName(const QString &file)
{
    return parseStamped(file, QLatin1String(".jpg"));
}

QString recordingPath(CameraId camera)
{
    return QStringLiteral("manual/") + camera.toString();
}

QString recordPattern(const QString &recordingsFolder)
{
    return recordingsFolder + QStringLiteral("/%path_%Y-%m-%d_%H-%M-%S-%f");
}

}  // namespace cs

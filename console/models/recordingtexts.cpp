#include "models/recordingtexts.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace cs {

namespace {

QString recordingWord(const char *text)
{
    return QCoreApplication::translate("cs::RecordingModel", text);
}

}  // namespace

Timestamp recordingTime(const api::MediaFile &file)
{
    // camera0_2026-11-23_02-21-44-912172.mp4, in UTC.
    static const QRegularExpression form(QStringLiteral(
        "^camera[0-9]+_([0-9]{4}-[0-9]{2}-[0-9]{2})_([0-9]{2})-([0-9]{2})-([0-9]{2})-([0-9]{3})[0-9]{3}\\."));
    const auto match = form.match(file.filename.toString());
    if (!match.hasMatch())
        return file.modifiedTime;
    const QString text = QStringLiteral("%1T%2:%3:%4.%5Z")
                             .arg(match.captured(1), match.captured(2), match.captured(3), match.captured(4),
                                  match.captured(5));
    return fromIso(text).value_or(file.modifiedTime);
}

bool isBeingRecorded(const api::MediaFile &file)
{
    return file.state == QLatin1String("recording");
}

QString recordingColumnTitle(int column)
{
    switch (column) {
    case RecordingModel::File: return recordingWord(QT_TRANSLATE_NOOP("cs::RecordingModel", "File"));
    case RecordingModel::Device: return recordingWord(QT_TRANSLATE_NOOP("cs::RecordingModel", "Camera"));
    case RecordingModel::Time: return recordingWord(QT_TRANSLATE_NOOP("cs::RecordingModel", "Begun"));
    case RecordingModel::Duration: return recordingWord(QT_TRANSLATE_NOOP("cs::RecordingModel", "Length"));
    case RecordingModel::Size: return recordingWord(QT_TRANSLATE_NOOP("cs::RecordingModel", "Size"));
    case RecordingModel::State: return recordingWord(QT_TRANSLATE_NOOP("cs::RecordingModel", "State"));
    default: return {};
    }
}

QVariant recordingCellText(const api::MediaFile &file, int column)
{
    switch (column) {
    case RecordingModel::File: return file.filename.toString();
    case RecordingModel::Device: return file.device ? file.device->toString() : QString();
    case RecordingModel::Time: return timeWords(recordingTime(file));
    case RecordingModel::Duration: return durationWords(file.duration.value_or(-1));
    case RecordingModel::Size: return sizeWords(file.fileSize);
    case RecordingModel::State:
        return isBeingRecorded(file) ? recordingWord(QT_TRANSLATE_NOOP("cs::RecordingModel", "recording"))
                                     : recordingWord(QT_TRANSLATE_NOOP("cs::RecordingModel", "complete"));
    default: return {};
    }
}

QVariant recordingSortKey(const api::MediaFile &file, int column)
{
    switch (column) {
    case RecordingModel::Device: return file.device ? file.device->number() : 0;
    case RecordingModel::Time: return static_cast<qint64>(toMicroseconds(recordingTime(file)));
    case RecordingModel::Duration: return file.duration.value_or(-1);
    case RecordingModel::Size: return file.fileSize;
    default: return recordingCellText(file, column);
    }
}

}  // namespace cs

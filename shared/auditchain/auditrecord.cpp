#include "auditchain/auditrecord.h"

#include <algorithm>

#include <QtEndian>

#include "auditchain/chainpoint.h"

namespace cs {

namespace {

constexpr qsizetype UserLength = 128;
constexpr qsizetype WordLength = 64;
constexpr qsizetype TargetLength = 256;

// Databases and JSON treat these differently, terminals obey some of them.
bool isUnfit(char16_t unit)
{
    return unit < 0x20 || (unit >= 0x7f && unit < 0xa0) || unit == 0xfeff || unit >= 0xfffe;
}

void tidyText(QString &text, qsizetype length)
{
    if (text.size() > length)
        text.truncate(text.at(length - 1).isHighSurrogate() ? length - 1 : length);
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar unit = text.at(i);
        if (unit.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate())
            ++i;
        else if (unit.isSurrogate() || isUnfit(unit.unicode()))
            text[i] = QChar::ReplacementCharacter;
    }
}

}  // namespace

void tidy(AuditRecord &record)
{
    tidyText(record.username, UserLength);
    tidyText(record.address, WordLength);
    tidyText(record.action, WordLength);
    tidyText(record.target, TargetLength);
    tidyText(record.result, WordLength);
    tidyText(record.requestId, WordLength);
    // What was asked for may look like a camera's id and be none: its number would be read as another one.
    if (record.device && CameraId::parse(record.device->toString()) != record.device)
        record.device.reset();
}

CameraId recordedCamera(qint64 number)
{
    constexpr qint64 greatest = 0xffffffff;
    return number >= 0 && number <= greatest ? CameraId(static_cast<quint32>(number)) : CameraId();
}

std::optional<CameraId> recordedCamera(const QString &name)
{
    // The two that have no number in their names.
    for (const qint64 number : {qint64(0xffffffff), qint64(0xfffffffe)}) {
        if (recordedCamera(number).toString() == name)
            return recordedCamera(number);
    }
    bool isNumber = false;
    const quint32 number = name.sliced(std::min<qsizetype>(name.size(), 6)).toUInt(&isNumber);
    const CameraId camera(number);
    return isNumber && camera.toString() == name ? std::optional(camera) : std::nullopt;
}

QByteArray chainHash(const AuditRecord &record, QByteArrayView previous)
{
    QByteArray bytes;
    bytes.reserve(512);
    appendCounted(bytes, QByteArrayView("camera-service/audit/record/1"));
    appendCounted(bytes, previous);
    appendCounted(bytes, record.seq);
    appendCounted(bytes, toMicroseconds(record.at));
    for (const QString *text : {&record.username, &record.address, &record.action, &record.target})
        appendCounted(bytes, QByteArrayView(text->toUtf8()));
    QByteArray camera;
    if (record.device) {
        const auto number = qToBigEndian(record.device->number());
        camera.append(reinterpret_cast<const char *>(&number), sizeof number);
    }
    appendCounted(bytes, QByteArrayView(camera));
    appendCounted(bytes, QByteArrayView(record.result.toUtf8()));
    appendCounted(bytes, QByteArrayView(record.requestId.toUtf8()));
    return sha256(bytes);
}

}  // namespace cs

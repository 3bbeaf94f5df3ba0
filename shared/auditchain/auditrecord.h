#pragma once

#include <optional>

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include "base/ids.h"
#include "base/time.h"

namespace cs {

// One line of the audit trail: who did what, on what, from where, and how it ended. A value.
struct AuditRecord {
    // Its place in the chain: 1, 2, 3 and so on.
    qint64 seq = 0;
    Timestamp at;
    // Empty for nobody.
    QString username;
    // Empty for this host itself.
    QString address;
    // The method, or what else was done.
    QString action;
    QString target;
    std::optional<CameraId> device;
    // "ok", or the number and word of the error.
    QString result;
    QString requestId;
    // chainHash() of this record and the one before it.
    QByteArray hash;
    friend bool operator==(const AuditRecord &, const AuditRecord &) = default;
};

// What a record may hold, so that its bytes are the same wherever they are kept: texts cut to their length (128 characters
// for the user, 64 for address, action, result and request id, 256 for the target), control characters, half surrogate
// pairs and byte order marks turned into U+FFFD, no number that no camera has. To be done before the hash is taken.
void tidy(AuditRecord &record);

// The camera of a record that is kept somewhere, as it was hashed then. Older versions wrote numbers that no camera has
// ("camera?"), and what they wrote is right all the same. What no record can hold becomes nothing or another camera: the
// hash tells.
CameraId recordedCamera(qint64 number);
std::optional<CameraId> recordedCamera(const QString &name);

// SHA-256 of, one after the other and each with its length in four bytes before it (all numbers big-endian): the text
// "camera-service/audit/record/1", the hash before, seq and the time in microseconds since 1970 (eight bytes each), user,
// address, action and target in UTF-8, the camera's number (four bytes; none: no bytes), result, request id.
QByteArray chainHash(const AuditRecord &record, QByteArrayView previous);

}  // namespace cs

#pragma once

#include <chrono>
#include <optional>

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include "base/time.h"

namespace cs {

// The time-based one-time passwords of RFC 6238: HMAC-SHA1, steps of 30 s, six digits, which is what every
// authenticator can do. Thread-safe functions.
struct Totp {
    static constexpr std::chrono::seconds Step{30};
    static constexpr int Digits = 6;
    // RFC 4226 section 4: 160 bits.
    static constexpr qsizetype SecretBytes = 20;

    // libsodium is initialised already.
    static QByteArray makeSecret();
    static qint64 stepAt(Timestamp time);
    static QString codeAt(QByteArrayView secret, qint64 step, int digits = Digits);
    // The step whose code this is: the one of `now`, or a neighbour, since clocks differ; never `lastStep` or one before
    // it, since a code is good once.
    static std::optional<qint64> match(QByteArrayView secret, QStringView code, Timestamp now, qint64 lastStep);

    // RFC 4648 section 6, without padding.
    static QString base32(QByteArrayView bytes);
    // What authenticators read as a QR code.
    static QString uri(const QString &issuer, const QString &account, QByteArrayView secret);
};

}  // namespace cs

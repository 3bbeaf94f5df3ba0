#include "auth/totp.h"

#include <algorithm>

#include <QMessageAuthenticationCode>
#include <QUrl>
#include <QtEndian>

#include <sodium.h>

#include "jose/hmac.h"

namespace cs {

namespace {

constexpr qint64 neighbours = 1;

bool isCode(QStringView text)
{
    return text.size() == Totp::Digits
           && std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

}  // namespace

QByteArray Totp::makeSecret()
{
    QByteArray secret(SecretBytes, Qt::Uninitialized);
    randombytes_buf(secret.data(), static_cast<size_t>(secret.size()));
    return secret;
}

qint64 Totp::stepAt(Timestamp time)
{
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch() / Step;
}

QString Totp::codeAt(QByteArrayView secret, qint64 step, int digits)
{
    QByteArray counter(sizeof step, Qt::Uninitialized);
    qToBigEndian(step, counter.data());
    const QByteArray mac = QMessageAuthenticationCode::hash(counter, secret.toByteArray(), QCryptographicHash::Sha1);
    // RFC 4226 section 5.3, dynamic truncation.
    const int offset = mac.back() & 0x0f;
    const quint32 number = qFromBigEndian<quint32>(mac.constData() + offset) & 0x7fffffffU;
    quint32 modulus = 1;
    for (int i = 0; i < digits; ++i)
        modulus *= 10;
    return QStringLiteral("%1").arg(number % modulus, digits, 10, QLatin1Char('0'));
}

std::optional<qint64> Totp::match(QByteArrayView secret, QStringView code, Timestamp now, qint64 lastStep)
{
    if (!isCode(code))
        return std::nullopt;
    const QByteArray given = code.toLatin1();
    std::optional<qint64> found;
    for (qint64 step = stepAt(now) - neighbours; step <= stepAt(now) + neighbours; ++step) {
        if (sameBytes(codeAt(secret, step).toLatin1(), given) && step > lastStep)
            found = step;
    }
    return found;
}

QString Totp::base32(QByteArrayView bytes)
{
    constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    constexpr int bitsPerSymbol = 5;
    QString text;
    quint32 buffer = 0;
    int bits = 0;
    for (const char byte : bytes) {
        buffer = (buffer << 8) | static_cast<quint8>(byte);
        for (bits += 8; bits >= bitsPerSymbol; bits -= bitsPerSymbol)
            text += QLatin1Char(alphabet[(buffer >> (bits - bitsPerSymbol)) & 0x1f]);
        buffer &= (1U << bits) - 1;
    }
    if (bits > 0)
        text += QLatin1Char(alphabet[(buffer << (bitsPerSymbol - bits)) & 0x1f]);
    return text;
}

QString Totp::uri(const QString &issuer, const QString &account, QByteArrayView secret)
{
    const auto encoded = [](const QString &text) { return QString::fromLatin1(QUrl::toPercentEncoding(text)); };
    return QStringLiteral("otpauth://totp/%1:%2?secret=%3&issuer=%1&algorithm=SHA1&digits=%4&period=%5")
        .arg(encoded(issuer), encoded(account), base32(secret))
        .arg(Digits)
        .arg(Step.count());
}

}  // namespace cs

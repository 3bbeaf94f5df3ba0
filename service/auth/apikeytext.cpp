#include "auth/apikeytext.h"

#include <QCryptographicHash>

#include <sodium.h>

#include "jose/base64url.h"
#include "jose/hmac.h"

namespace cs {

namespace {

constexpr QByteArrayView apiKeyHead = "csk_";
constexpr qsizetype apiKeyIdSize = 16;  // "k" and 15 hexadecimal digits
constexpr qsizetype apiKeySecretBytes = 32;
constexpr qsizetype apiKeySecretSize = 43;  // in base64url
constexpr qsizetype apiKeyCheckSize = 8;
constexpr qsizetype apiKeyBodySize = apiKeyHead.size() + apiKeyIdSize + 1 + apiKeySecretSize;

QByteArray randomKeyBytes(qsizetype count)
{
    QByteArray bytes(count, Qt::Uninitialized);
    randombytes_buf(bytes.data(), static_cast<size_t>(count));
    return bytes;
}

QByteArray keyChecksum(QByteArrayView body)
{
    return QCryptographicHash::hash(body.toByteArray(), QCryptographicHash::Sha256).toHex().first(apiKeyCheckSize);
}

Error notAKey()
{
    return Error::unauthenticated(QStringLiteral("the API key is incomplete or mistyped"));
}

}  // namespace

Result<ApiKeyText> ApiKeyText::parse(QByteArrayView text)
{
    if (text.size() != apiKeyBodySize + 1 + apiKeyCheckSize || !looksLikeOne(text))
        return notAKey();
    const QByteArrayView body = text.first(apiKeyBodySize);
    const QByteArrayView id = body.sliced(apiKeyHead.size(), apiKeyIdSize);
    const bool divided = text[apiKeyHead.size() + apiKeyIdSize] == '_' && text[apiKeyBodySize] == '_';
    if (!divided || !sameBytes(keyChecksum(body), text.last(apiKeyCheckSize)))
        return notAKey();
    auto secret = fromBase64Url(body.last(apiKeySecretSize));
    if (!secret || secret->size() != apiKeySecretBytes)
        return notAKey();
    return ApiKeyText{QString::fromLatin1(id), std::move(*secret)};
}

ApiKeyText ApiKeyText::make()
{
    return makeFor(u'k' + QString::fromLatin1(randomKeyBytes(8).toHex().first(apiKeyIdSize - 1)));
}

ApiKeyText ApiKeyText::makeFor(const QString &id)
{
    return {id, randomKeyBytes(apiKeySecretBytes)};
}

QByteArray ApiKeyText::toText() const
{
    const QByteArray body = apiKeyHead.toByteArray() + id.toLatin1() + '_' + toBase64Url(secret);
    return body + '_' + keyChecksum(body);
}

QByteArray ApiKeyText::hash() const
{
    return QCryptographicHash::hash("camera-service api key " + id.toUtf8() + ' ' + secret, QCryptographicHash::Sha256);
}

}  // namespace cs

#include "jose/compactjws.h"

#include "jose/base64url.h"
#include "jose/hmac.h"

namespace cs {

namespace {

constexpr QByteArrayView Hs256Header = R"({"alg":"HS256","typ":"JWT"})";

Error refusedToken(const char *reason)
{
    return Error::unauthenticated(QString::fromLatin1(reason));
}

}  // namespace

QByteArray signHs256(QByteArrayView payload, QByteArrayView key)
{
    const QByteArray input = toBase64Url(Hs256Header) + '.' + toBase64Url(payload);
    return input + '.' + toBase64Url(hmacSha256(key, {input}));
}

Result<QByteArray> verifyHs256(QByteArrayView token, QByteArrayView key)
{
    auto parts = splitJws(token);
    if (!parts)
        return parts.error();
    if (parts->algorithm != JwsAlgorithm::HS256)
        return refusedToken("the token's algorithm is not HS256");
    if (!sameBytes(hmacSha256(key, {parts->input}), parts->signature))
        return refusedToken("the token's signature does not fit");
    return std::move(parts->payload);
}

}  // namespace cs

#include "jose/compactjws.h"

#include <algorithm>
#include <optional>

#include "jose/base64url.h"
#include "jose/hmac.h"
#include "jose/members.h"

namespace cs {

namespace {

constexpr QByteArrayView JwsHeader = R"({"alg":"HS256","typ":"JWT"})";

Error refusedToken(const char *reason)
{
    return Error::unauthenticated(QString::fromLatin1(reason));
}

std::optional<Error> headerProblem(QByteArrayView text)
{
    // RFC 7515 sections 4.1.2 to 4.1.11: ways to bring one's own key, or to ask for rules we do not know.
    constexpr QStringView refusedMembers[] = {u"crit", u"jku", u"jwk", u"x5u", u"x5c"};
    const auto header = json::parse(text);
    const json::Object *members = header ? header->asObject() : nullptr;
    if (!members)
        return refusedToken("the token's header is not a JSON object");
    if (hasDuplicates(*members))
        return refusedToken("the token's header has a member twice");
    const json::Value *algorithm = header->member(u"alg");
    if (!algorithm || !algorithm->asString() || *algorithm->asString() != u"HS256")
        return refusedToken("the token's algorithm is not HS256");
    for (const QStringView name : refusedMembers) {
        if (header->member(name))
            return refusedToken("the token's header has a member that is not accepted");
    }
    return std::nullopt;
}

}  // namespace

QByteArray signHs256(QByteArrayView payload, QByteArrayView key)
{
    const QByteArray input = toBase64Url(JwsHeader) + '.' + toBase64Url(payload);
    return input + '.' + toBase64Url(hmacSha256(key, {input}));
}

Result<QByteArray> verifyHs256(QByteArrayView token, QByteArrayView key)
{
    if (token.size() > MaxJwsBytes)
        return refusedToken("the token is too long");
    if (std::count(token.begin(), token.end(), '.') != 2)
        return refusedToken("the token does not have three parts");
    const qsizetype first = token.indexOf('.');
    const qsizetype second = token.lastIndexOf('.');
    const auto header = fromBase64Url(token.first(first));
    auto payload = fromBase64Url(token.sliced(first + 1, second - first - 1));
    const auto signature = fromBase64Url(token.sliced(second + 1));
    if (!header || !payload || !signature)
        return refusedToken("the token is not strict base64url");
    if (auto problem = headerProblem(*header))
        return *problem;
    if (!sameBytes(hmacSha256(key, {token.first(second)}), *signature))
        return refusedToken("the token's signature does not fit");
    return std::move(*payload);
}

}  // namespace cs

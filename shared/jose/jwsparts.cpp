#include "jose/jwsparts.h"

#include <algorithm>

#include "jose/base64url.h"
#include "jose/members.h"

namespace cs {

namespace {

// A kid is a name that a person gave, or a digest; a typ is a media type.
constexpr qsizetype maxHeaderTextChars = 256;

Error unreadableToken(const char *reason)
{
    return Error::unauthenticated(QString::fromLatin1(reason));
}

// An absent text is fine and stays empty; one that is there must be a text of some length.
bool readHeaderText(const json::Value &header, QStringView name, QString &out)
{
    const json::Value *member = header.member(name);
    if (!member)
        return true;
    const QString *text = member->asString();
    if (!text || text->isEmpty() || text->size() > maxHeaderTextChars)
        return false;
    out = *text;
    return true;
}

// Fills in what the header says.
std::optional<Error> readHeader(QByteArrayView text, JwsParts &parts)
{
    // RFC 7515 sections 4.1.2 to 4.1.11 and RFC 7797: ways to bring one's own key, or to ask for rules we do not know.
    constexpr QStringView refusedMembers[] = {u"crit", u"b64", u"jku", u"jwk", u"x5u", u"x5c"};
    const auto header = json::parse(text);
    const json::Object *members = header ? header->asObject() : nullptr;
    if (!members)
        return unreadableToken("the token's header is not a JSON object");
    if (hasDuplicates(*members))
        return unreadableToken("the token's header has a member twice");
    for (const QStringView name : refusedMembers) {
        if (header->member(name))
            return unreadableToken("the token's header has a member that is not accepted");
    }
    const json::Value *name = header->member(u"alg");
    const auto algorithm = name && name->asString() ? jwsAlgorithmFromString(*name->asString()) : std::nullopt;
    if (!algorithm)
        return unreadableToken("the token's algorithm is missing or not supported");
    parts.algorithm = *algorithm;
    if (!readHeaderText(*header, u"kid", parts.kid) || !readHeaderText(*header, u"typ", parts.typ))
        return unreadableToken("the token's kid or typ is unusable");
    return std::nullopt;
}

}  // namespace

Result<JwsParts> splitJws(QByteArrayView token)
{
    if (token.size() > MaxJwsBytes)
        return unreadableToken("the token is too long");
    if (std::count(token.begin(), token.end(), '.') != 2)
        return unreadableToken("the token does not have three parts");
    const qsizetype first = token.indexOf('.');
    const qsizetype second = token.lastIndexOf('.');
    const auto header = fromBase64Url(token.first(first));
    auto payload = fromBase64Url(token.sliced(first + 1, second - first - 1));
    auto signature = fromBase64Url(token.sliced(second + 1));
    if (!header || !payload || !signature)
        return unreadableToken("the token is not strict base64url");
    JwsParts parts;
    if (auto problem = readHeader(*header, parts))
        return *problem;
    parts.input = token.first(second);
    parts.payload = std::move(*payload);
    parts.signature = std::move(*signature);
    return parts;
}

}  // namespace cs

#include "jose/jwsverify.h"

#include <algorithm>

#include "jose/jwsparts.h"

namespace cs {

namespace {

Error refusedJws(const char *reason)
{
    return Error::unauthenticated(QString::fromLatin1(reason));
}

bool isCandidate(const PublicKey &key, const QString &kid, JwsAlgorithm algorithm)
{
    return (kid.isEmpty() || key.kid() == kid) && key.fits(algorithm);
}

Result<const PublicKey *> chooseKey(const JwkSet &set, const JwsParts &parts)
{
    const PublicKey *chosen = nullptr;
    for (const PublicKey &key : set.keys) {
        if (!isCandidate(key, parts.kid, parts.algorithm))
            continue;
        if (chosen)
            return refusedJws("more than one key fits the token's header");
        chosen = &key;
    }
    if (chosen)
        return chosen;
    const bool named = !parts.kid.isEmpty() && std::any_of(set.keys.begin(), set.keys.end(), [&](const PublicKey &key) {
        return key.kid() == parts.kid;
    });
    return refusedJws(named ? "the token's algorithm does not fit its key" : "no key here fits the token's header");
}

}  // namespace

Result<VerifiedJws> verifyJws(QByteArrayView token, const JwkSet &keys, const JwsRules &rules)
{
    auto parts = splitJws(token);
    if (!parts)
        return parts.error();
    if (!rules.allowed.contains(parts->algorithm))
        return refusedJws("the token's algorithm is not allowed");
    const auto key = chooseKey(keys, *parts);
    if (!key)
        return key.error();
    if (!(*key)->verify(parts->algorithm, parts->input, parts->signature))
        return refusedJws("the token's signature does not fit");
    return VerifiedJws{std::move(parts->payload), parts->algorithm, parts->kid, parts->typ};
}

bool hasKeyFor(const JwkSet &keys, const QString &kid, JwsAlgorithm algorithm)
{
    return std::any_of(keys.keys.begin(), keys.keys.end(),
                       [&](const PublicKey &key) { return isCandidate(key, kid, algorithm); });
}

}  // namespace cs

#include "jose/publickey.h"

#include <algorithm>

#include "jose/base64url.h"
#include "jose/keymaterial.h"
#include "jose/members.h"

namespace cs {

namespace {

constexpr qsizetype maxKidChars = 256;

bool isOct(const json::Value &jwk)
{
    const QString *type = jwkText(jwk, u"kty");
    return type && *type == u"oct";
}

Result<KeyMaterial> materialOf(const json::Value &jwk, OctKeys oct)
{
    const QString *type = jwkText(jwk, u"kty");
    if (!type)
        return unusableKey("its kty is missing");
    if (*type == u"RSA")
        return rsaMaterial(jwk);
    if (*type == u"EC")
        return ecMaterial(jwk);
    if (*type == u"OKP")
        return okpMaterial(jwk);
    if (*type == u"oct")
        return oct == OctKeys::Accept ? octMaterial(jwk)
                                      : unusableKey("it is symmetric: who can check can sign as well");
    return unusableKey("its kty is none of RSA, EC and OKP");
}

// A key whose private half lies about in public is worth nothing.
bool hasPrivateMembers(const json::Value &jwk)
{
    constexpr QStringView names[] = {u"d", u"p", u"q", u"dp", u"dq", u"qi", u"oth", u"k"};
    return std::any_of(std::begin(names), std::end(names),
                       [&jwk](QStringView name) { return jwk.member(name) && !(name == u"k" && isOct(jwk)); });
}

// RFC 7517 sections 4.2 and 4.3.
bool mayVerify(const json::Value &jwk)
{
    if (jwk.member(u"use")) {
        const QString *use = jwkText(jwk, u"use");
        if (!use || *use != u"sig")
            return false;
    }
    const json::Value *operations = jwk.member(u"key_ops");
    if (!operations)
        return true;
    const json::Array *list = operations->asArray();
    return list && std::any_of(list->begin(), list->end(), [](const json::Value &item) {
               return item.asString() && *item.asString() == u"verify";
           });
}

}  // namespace

Error unusableKey(const char *reason)
{
    return {ErrorCode::InvalidParams, QString::fromLatin1(reason), {}};
}

const QString *jwkText(const json::Value &jwk, QStringView name)
{
    const json::Value *member = jwk.member(name);
    return member ? member->asString() : nullptr;
}

std::optional<QByteArray> jwkBytes(const json::Value &jwk, QStringView name)
{
    const QString *text = jwkText(jwk, name);
    // Foreign letters become '?', which is no base64url.
    return text ? fromBase64Url(text->toLatin1()) : std::nullopt;
}

Result<PublicKey> PublicKey::fromJwk(const json::Value &jwk, OctKeys oct)
{
    const json::Object *members = jwk.asObject();
    if (!members)
        return unusableKey("it is not a JSON object");
    if (hasDuplicates(*members))
        return unusableKey("it has a member twice");
    if (hasPrivateMembers(jwk))
        return unusableKey("it has private members, so others may have them as well");
    if (!mayVerify(jwk))
        return unusableKey("its use or key_ops do not name the checking of signatures");
    const auto material = materialOf(jwk, oct);
    if (!material)
        return material.error();
    PublicKey key(*material);
    if (jwk.member(u"kid")) {
        const QString *kid = jwkText(jwk, u"kid");
        if (!kid || kid->isEmpty() || kid->size() > maxKidChars)
            return unusableKey("its kid is unusable");
        key.m_kid = *kid;
    }
    if (jwk.member(u"alg")) {
        const QString *name = jwkText(jwk, u"alg");
        key.m_only = name ? jwsAlgorithmFromString(*name) : std::nullopt;
        if (!key.m_only || !key.m_material->fits(*key.m_only))
            return unusableKey("its alg is not supported, or not one of its type");
    }
    return key;
}

Result<PublicKey> PublicKey::fromEd25519(QByteArrayView bytes, const QString &kid)
{
    const auto material = ed25519Material(bytes);
    if (!material)
        return material.error();
    PublicKey key(*material);
    key.m_kid = kid;
    return key;
}

bool PublicKey::fits(JwsAlgorithm algorithm) const
{
    return (!m_only || *m_only == algorithm) && m_material->fits(algorithm);
}

bool PublicKey::verify(JwsAlgorithm algorithm, QByteArrayView input, QByteArrayView signature) const
{
    return fits(algorithm) && m_material->verify(algorithm, input, signature);
}

Result<JwkSet> parseJwkSet(QByteArrayView text, OctKeys oct)
{
    if (text.size() > MaxJwkSetBytes)
        return unusableKey("the set of keys is larger than 64 KiB");
    const auto parsed = json::parse(text);
    const json::Object *members = parsed ? parsed->asObject() : nullptr;
    if (!members)
        return unusableKey("the set of keys is not a JSON object");
    if (hasDuplicates(*members))
        return unusableKey("the set of keys has a member twice");
    const json::Value *keys = parsed->member(u"keys");
    const json::Array *list = keys ? keys->asArray() : nullptr;
    if (!list)
        return unusableKey("the set of keys has no array 'keys'");
    if (list->size() > MaxJwkSetKeys)
        return unusableKey("the set has more than 50 keys");
    JwkSet set;
    for (const json::Value &item : *list) {
        auto key = PublicKey::fromJwk(item, oct);
        if (key) {
            set.keys.push_back(std::move(key).value());
        } else {
            const auto number = set.keys.size() + static_cast<size_t>(set.ignored.size()) + 1;
            set.ignored << QStringLiteral("key %1 is not used: %2").arg(number).arg(key.error().message);
        }
    }
    return set;
}

}  // namespace cs

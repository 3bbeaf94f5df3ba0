#include "auth/apikeyview.h"

#include <algorithm>
#include <tuple>

#include "auth/apikeytext.h"
#include "jose/hmac.h"

namespace cs {

namespace {

Error refusedKey(const char *reason)
{
    return Error::unauthenticated(QString::fromLatin1(reason));
}

}  // namespace

Result<TokenHolder> ApiKeyView::admit(QByteArrayView text, Timestamp now) const
{
    const auto parsed = ApiKeyText::parse(text);
    if (!parsed)
        return parsed.error();
    const auto key = find(parsed->id);
    if (!key || !sameBytes(key->secretHash, parsed->hash()))
        return refusedKey("the API key is not known");
    if (key->expiresAt && *key->expiresAt <= now)
        return refusedKey("the API key has expired");
    const Rights rights = rightsOf(*key);
    if (!rights.enabled)
        return refusedKey("the user who owns the API key is disabled");
    TokenHolder holder;
    holder.principal = Principal::user(keyUserId(key->name), rights.role);
    applyRights(rights, holder.principal);
    holder.expiresAt = key->expiresAt.value_or(now + LongestSignIn);
    holder.origin = keyOrigin(key->id);
    holder.keySecret = key->secretHash;
    const std::lock_guard lock(m_mutex);
    // Only if it is still there: it may have been revoked since.
    if (const auto used = m_keys.find(key->id); used != m_keys.end()) {
        used->lastUsedAt = now;
        m_uses.insert(key->id, now);
    }
    return holder;
}

std::optional<Principal> ApiKeyView::principalNow(const TokenHolder &holder) const
{
    const auto key = find(keyOfOrigin(holder.origin));
    if (!key || !sameBytes(key->secretHash, holder.keySecret))
        return std::nullopt;
    const Rights rights = rightsOf(*key);
    if (!rights.enabled)
        return std::nullopt;
    Principal principal = holder.principal;
    applyRights(rights, principal);
    return principal;
}

Rights ApiKeyView::rightsOf(const StoredApiKey &key) const
{
    Rights own{key.role, true, !key.cameras.has_value(), {}};
    // Which of them it may operate, its role says.
    for (const CameraId camera : key.cameras.value_or(std::vector<CameraId>()))
        own.cameras.insert(camera, CameraAccess::Operate);
    if (key.owner.isEmpty())
        return own;
    return commonRights(own, m_rights.rightsOf(key.owner).value_or(Rights()));
}

void ApiKeyView::put(const StoredApiKey &key)
{
    const std::lock_guard lock(m_mutex);
    m_keys.insert(key.id, key);
}

void ApiKeyView::remove(const QString &id)
{
    const std::lock_guard lock(m_mutex);
    m_keys.remove(id);
    m_uses.remove(id);
}

std::optional<StoredApiKey> ApiKeyView::find(const QString &id) const
{
    const std::lock_guard lock(m_mutex);
    const auto key = m_keys.constFind(id);
    return key == m_keys.cend() ? std::nullopt : std::optional(*key);
}

std::vector<StoredApiKey> ApiKeyView::all() const
{
    std::vector<StoredApiKey> keys;
    {
        const std::lock_guard lock(m_mutex);
        keys.assign(m_keys.cbegin(), m_keys.cend());
    }
    std::sort(keys.begin(), keys.end(), [](const StoredApiKey &a, const StoredApiKey &b) {
        return std::tie(b.createdAt, a.id) < std::tie(a.createdAt, b.id);
    });
    return keys;
}

std::vector<std::pair<QString, Timestamp>> ApiKeyView::takeUses()
{
    const std::lock_guard lock(m_mutex);
    std::vector<std::pair<QString, Timestamp>> uses;
    for (auto use = m_uses.cbegin(); use != m_uses.cend(); ++use)
        uses.emplace_back(use.key(), use.value());
    m_uses.clear();
    return uses;
}

}  // namespace cs

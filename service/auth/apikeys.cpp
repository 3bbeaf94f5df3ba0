#include "auth/apikeys.h"

#include <algorithm>

#include "auth/apikeytext.h"
#include "auth/plainname.h"
#include "auth/username.h"

namespace cs {

namespace {

Error noSuchApiKey(const QString &id)
{
    return Error::notFound(QStringLiteral("api_key"), id);
}

// Those that are for a key: of who sees only some cameras never more than those.
std::optional<std::vector<CameraId>> camerasFor(const Principal &creator, const ApiKeyOrder &order)
{
    if (!order.cameras && creator.allCameras)
        return std::nullopt;
    const std::vector<CameraId> own(creator.cameras.keyBegin(), creator.cameras.keyEnd());
    std::vector<CameraId> cameras = order.cameras.value_or(own);
    std::erase_if(cameras,
                  [&creator](CameraId camera) { return !creator.allCameras && !creator.cameras.contains(camera); });
    std::sort(cameras.begin(), cameras.end());
    cameras.erase(std::unique(cameras.begin(), cameras.end()), cameras.end());
    return cameras;
}

}  // namespace

ApiKeys::ApiKeys(ApiKeysTable &table, RightsView &rights, const Clock &clock, QObject *parent)
    : QObject(parent),
      m_table(table),
      m_rights(rights),
      m_clock(clock),
      m_view(rights),
      m_changes(this)
{
    connect(&m_useTimer, &QTimer::timeout, this, &ApiKeys::writeUses);
    m_useTimer.start(std::chrono::minutes(1));
}

Async<Done> ApiKeys::load()
{
    return andThen(this, m_table.all(), [this](const std::vector<StoredApiKey> &keys) -> Result<Done> {
        for (const StoredApiKey &key : keys)
            publish(key);
        return Done{};
    });
}

Async<MadeApiKey> ApiKeys::create(const Principal &creator, const ApiKeyOrder &order)
{
    auto key = checked(creator, order);
    if (!key)
        return failed<MadeApiKey>(key.error());
    return m_changes.run<MadeApiKey>([this, key = std::move(*key)] {
        if (m_view.all().size() >= MaxKeys) {
            return failed<MadeApiKey>(
                Error::invalidState(QStringLiteral("there are too many API keys; revoke some first"),
                                    QStringLiteral("full"), {QStringLiteral("below the limit")}));
        }
        return add(key);
    });
}

Async<MadeApiKey> ApiKeys::rotate(const QString &id)
{
    return m_changes.run<MadeApiKey>([this, id] {
        const auto key = m_view.find(id);
        if (!key)
            return failed<MadeApiKey>(noSuchApiKey(id));
        if (key->expiresAt && *key->expiresAt <= m_clock.now()) {
            return failed<MadeApiKey>(
                Error::invalidState(QStringLiteral("the API key %1 has expired; make a new one").arg(key->name),
                                    QStringLiteral("expired"), {QStringLiteral("valid")}));
        }
        return replaceSecret(*key);
    });
}

Async<Done> ApiKeys::revoke(const QString &id)
{
    return m_changes.run<Done>([this, id] {
        const auto key = m_view.find(id);
        if (!key)
            return failed<Done>(noSuchApiKey(id));
        return andThen(this, m_table.remove(id), [this, key = *key](const Done &) -> Result<Done> {
            forget(key, SessionEnd::KeyRevoked);
            return Done{};
        });
    });
}

void ApiKeys::ownerChanged(const QString &username)
{
    const QString owner = foldedName(username);
    for (const StoredApiKey &key : m_view.all()) {
        if (key.owner != owner)
            continue;
        publishRights(key);
        announceRights(keyUserId(key.name));
    }
}

void ApiKeys::ownerRemoved(const QString &username)
{
    const QString owner = foldedName(username);
    for (const StoredApiKey &key : m_view.all()) {
        if (key.owner == owner)
            forget(key, SessionEnd::UserRemoved);
    }
}

void ApiKeys::writeUses()
{
    auto uses = m_view.takeUses();
    if (!uses.empty())
        m_table.touch(uses);
}

Result<StoredApiKey> ApiKeys::checked(const Principal &creator, const ApiKeyOrder &order) const
{
    const auto name = plainName(QStringLiteral("name"), order.name);
    if (!name)
        return name.error();
    if (order.role > creator.role)
        return Error::permissionDenied(toString(order.role), toString(creator.role));
    const Timestamp now = m_clock.now();
    if (order.expiresAt && *order.expiresAt <= now) {
        return Error::invalidParam(QStringLiteral("expires_at"), QStringLiteral("must lie ahead"),
                                   QStringLiteral("send a time to come, or nothing for a key without an end"));
    }
    StoredApiKey key;
    key.name = *name;
    key.foldedName = foldedName(*name);
    key.role = order.role;
    key.cameras = camerasFor(creator, order);
    key.createdBy = creator.userId;
    key.owner = ownerOf(creator);
    key.createdAt = now;
    key.expiresAt = order.expiresAt;
    return key;
}

// A key's keys belong to the key's owner.
QString ApiKeys::ownerOf(const Principal &creator) const
{
    if (creator.kind != Principal::Kind::Session)
        return {};
    if (const auto user = foldedUserName(creator.userId); user && m_rights.rightsOf(*user))
        return *user;
    const auto keys = m_view.all();
    const auto key = std::find_if(keys.begin(), keys.end(), [&creator](const StoredApiKey &other) {
        return keyUserId(other.name) == creator.userId;
    });
    return key == keys.end() ? QString() : key->owner;
}

Async<MadeApiKey> ApiKeys::add(StoredApiKey key)
{
    const ApiKeyText text = ApiKeyText::make();
    key.id = text.id;
    key.secretHash = text.hash();
    return andThen(this, m_table.add(key), [this, key, text](const Done &) -> Result<MadeApiKey> {
        // The owner may have been removed while this was written, and the row went with it.
        if (!key.owner.isEmpty() && !m_rights.rightsOf(key.owner))
            return Error::notFound(QStringLiteral("user"), key.owner);
        publish(key);
        return MadeApiKey{key, text.toText()};
    });
}

Async<MadeApiKey> ApiKeys::replaceSecret(StoredApiKey key)
{
    const ApiKeyText text = ApiKeyText::makeFor(key.id);
    key.secretHash = text.hash();
    return andThen(this, m_table.replaceSecret(key.id, key.secretHash),
                   [this, key, text](const Done &) -> Result<MadeApiKey> {
                       m_view.put(key);
                       announceEnd(key.id, SessionEnd::KeyRotated);
                       return MadeApiKey{key, text.toText()};
                   });
}

void ApiKeys::publish(const StoredApiKey &key)
{
    m_view.put(key);
    publishRights(key);
}

void ApiKeys::publishRights(const StoredApiKey &key)
{
    const QString userId = keyUserId(key.name);
    const Rights rights = m_view.rightsOf(key);
    m_rights.setUser(userId, rights.role, rights.enabled, !rights.allCameras);
    m_rights.setCameras(userId, rights.cameras);
}

void ApiKeys::forget(const StoredApiKey &key, SessionEnd reason)
{
    const QString userId = keyUserId(key.name);
    m_view.remove(key.id);
    m_rights.removeUser(userId);
    announceEnd(key.id, reason);
    announceRights(userId);
}

void ApiKeys::announceEnd(const QString &keyId, SessionEnd reason)
{
    QMetaObject::invokeMethod(
        this, [this, keyId, reason] { Q_EMIT ended(keyId, reason); }, Qt::QueuedConnection);
}

void ApiKeys::announceRights(const QString &userId)
{
    QMetaObject::invokeMethod(
        this, [this, userId] { Q_EMIT rightsChanged(userId); }, Qt::QueuedConnection);
}

}  // namespace cs

#include "moc_apikeys.cpp"

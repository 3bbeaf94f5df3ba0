#pragma once

#include <QObject>
#include <QTimer>

#include "auth/apikeyview.h"
#include "auth/changequeue.h"
#include "auth/sessionend.h"
#include "storage/apikeystable.h"

namespace cs {

// What a new key shall be.
struct ApiKeyOrder {
    QString name;
    Role role = Role::Viewer;
    std::optional<Timestamp> expiresAt;
    std::optional<std::vector<CameraId>> cameras;
};

// A key with its text, to be shown once.
struct MadeApiKey {
    StoredApiKey key;
    QByteArray text;
};

// The keys of programs: every change through the table first. The bearer of a key is the party "key:NAME" with the
// key's role and cameras, never more than the user has who made it, and nothing while that one is disabled. Service
// thread, except admit().
class ApiKeys : public QObject {
    Q_OBJECT
public:
    static constexpr size_t MaxKeys = 1000;

    // All outlive this object.
    ApiKeys(ApiKeysTable &table, RightsView &rights, const Clock &clock, QObject *parent = nullptr);

    // Once, after Users and Grants.
    Async<Done> load();

    // As in ApiKeyView. Thread-safe.
    Result<TokenHolder> admit(QByteArrayView text, Timestamp now) const { return m_view.admit(text, now); }
    std::optional<Principal> principalNow(const TokenHolder &holder) const { return m_view.principalNow(holder); }
    // Newest first.
    std::vector<StoredApiKey> all() const { return m_view.all(); }

    // InvalidParams for a name against the rules or an end that is past, PermissionDenied for a role above the
    // creator's, InvalidState if the name is taken or there are too many. Who sees only some cameras can make keys for
    // those only.
    Async<MadeApiKey> create(const Principal &creator, const ApiKeyOrder &order);
    // A new secret; what is open with the old one ends. NotFound; InvalidState for a key that has expired.
    Async<MadeApiKey> rotate(const QString &id);
    // NotFound.
    Async<Done> revoke(const QString &id);

    // To be told when the rights of a user changed (by Users or Grants), and when a user is gone.
    void ownerChanged(const QString &username);
    void ownerRemoved(const QString &username);
    // Writes down when keys were last used. Runs by itself once a minute.
    void writeUses();

Q_SIGNALS:
    // What was signed in with this key so far ends. Comes after the answer of the call that did it, as the other one.
    void ended(const QString &keyId, cs::SessionEnd reason);
    // The party "key:NAME" may do something else now, or is no more; the rights view says it already.
    void rightsChanged(const QString &userId);

private:
    Result<StoredApiKey> checked(const Principal &creator, const ApiKeyOrder &order) const;
    QString ownerOf(const Principal &creator) const;
    Async<MadeApiKey> add(StoredApiKey key);
    Async<MadeApiKey> replaceSecret(StoredApiKey key);
    void publish(const StoredApiKey &key);
    void publishRights(const StoredApiKey &key);
    void forget(const StoredApiKey &key, SessionEnd reason);
    void announceEnd(const QString &keyId, SessionEnd reason);
    void announceRights(const QString &userId);

    ApiKeysTable &m_table;
    RightsView &m_rights;
    const Clock &m_clock;
    ApiKeyView m_view;
    ChangeQueue m_changes;
    QTimer m_useTimer;
};

}  // namespace cs

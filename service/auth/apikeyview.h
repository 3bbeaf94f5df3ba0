#pragma once

#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include <QByteArrayView>
#include <QHash>

#include "auth/rightsview.h"
#include "auth/tokenholder.h"
#include "base/result.h"
#include "storage/rightsrows.h"

namespace cs {

// The keys that exist, for readers on any thread; ApiKeys writes it. Thread-safe.
class ApiKeyView {
public:
    // A key without an end signs in for so long at a time.
    static constexpr std::chrono::seconds LongestSignIn = std::chrono::days(365);

    // `rights` outlives this object.
    explicit ApiKeyView(const RightsView &rights) : m_rights(rights) {}

    // Unauthenticated with a reason that discloses nothing to who has not the whole key. Notes the use.
    Result<TokenHolder> admit(QByteArrayView text, Timestamp now) const;
    // Who it is that a key let in, with the rights of now; nothing if the key is no more, has another secret or an owner
    // who is disabled.
    std::optional<Principal> principalNow(const TokenHolder &holder) const;
    // What the bearer of the key may do now: what the key says, bounded by its owner's rights.
    Rights rightsOf(const StoredApiKey &key) const;

    void put(const StoredApiKey &key);
    void remove(const QString &id);
    std::optional<StoredApiKey> find(const QString &id) const;
    // Newest first, with the time of the last use.
    std::vector<StoredApiKey> all() const;
    // Those used since the last call.
    std::vector<std::pair<QString, Timestamp>> takeUses();

private:
    const RightsView &m_rights;
    mutable std::mutex m_mutex;
    mutable QHash<QString, StoredApiKey> m_keys;
    mutable QHash<QString, Timestamp> m_uses;
};

}  // namespace cs

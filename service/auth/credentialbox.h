#pragma once

#include <vector>

#include <QByteArray>
#include <QByteArrayView>

#include "base/result.h"

namespace cs {

// Seals camera addresses and second-factor secrets for the database (XChaCha20-Poly1305). Owns the keys; thread-safe once
// it has them.
class CredentialBox {
public:
    // Where the service looks for the key, for people.
    static constexpr char KeyPlaces[] =
        "the systemd credential camera-service.credentials.key, or secrets/credentials.key";

    // Locked: it neither seals nor opens, and says that the key is missing.
    CredentialBox() = default;
    // `key` is 32 random bytes.
    explicit CredentialBox(QByteArray key);

    // Once, at the start. `further` keys open what was sealed with them, and seal nothing.
    void unlock(QByteArray key, std::vector<QByteArray> further = {});
    bool isLocked() const { return m_keys.empty(); }

    // `owner` binds the result to one row's identity: moved to another row it does not open. InvalidState `locked`.
    Result<QByteArray> seal(QByteArrayView secret, QByteArrayView owner) const;
    // Fails with a sentence for the operator if text, keys or owner do not belong together, or it is locked.
    Result<QByteArray> open(QByteArrayView sealed, QByteArrayView owner) const;

private:
    // The first one seals.
    std::vector<QByteArray> m_keys;
};

}  // namespace cs

#pragma once

#include <memory>
#include <vector>

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QStringList>

#include "base/result.h"
#include "jose/jwsalgorithm.h"
#include "json/value.h"

namespace cs {

// Whether a set may hold symmetric keys ("oct"): whoever can check with one can sign with it as well, so what a
// provider publishes holds none.
enum class OctKeys { Refuse, Accept };

// A key that signatures are checked with, in the shape of RFC 7517: RSA of 2048 to 8192 bits, P-256, P-384 and P-521 with
// the point checked to be on the curve, Ed25519, and the symmetric key of HS256. A value; thread-safe.
class PublicKey {
public:
    // One way of checking, with the numbers already understood. Thread-safe.
    class Material;

    // Refuses keys with private members, and those that `use` or `key_ops` keep from checking signatures. The reason is
    // for people and holds nothing of the key.
    static Result<PublicKey> fromJwk(const json::Value &jwk, OctKeys oct = OctKeys::Refuse);
    // `bytes` are the 32 of RFC 8032.
    static Result<PublicKey> fromEd25519(QByteArrayView bytes, const QString &kid = {});

    // Empty if the key has none.
    const QString &kid() const { return m_kid; }
    // Whether type, curve and `alg` of the key agree with it.
    bool fits(JwsAlgorithm algorithm) const;
    // False also if the key does not fit.
    bool verify(JwsAlgorithm algorithm, QByteArrayView input, QByteArrayView signature) const;

private:
    explicit PublicKey(std::shared_ptr<const Material> material) : m_material(std::move(material)) {}

    std::shared_ptr<const Material> m_material;
    QString m_kid;
    // What the key's `alg` leaves; no value: everything.
    std::optional<JwsAlgorithm> m_only;
};

// The usable keys of a set, and why the others are not used.
struct JwkSet {
    std::vector<PublicKey> keys;
    QStringList ignored;
};

inline constexpr qsizetype MaxJwkSetBytes = 64 * 1024;
inline constexpr size_t MaxJwkSetKeys = 50;

// Reads a JWK Set (RFC 7517 section 5). Keys that cannot be used are left out (sets hold keys for other purposes, too).
// Fails if it is no set, is too large, has too many keys, or says a member twice.
Result<JwkSet> parseJwkSet(QByteArrayView text, OctKeys oct = OctKeys::Refuse);

}  // namespace cs

#pragma once

#include <optional>

#include "jose/publickey.h"

namespace cs {

class PublicKey::Material {
public:
    Material() = default;
    Material(const Material &) = delete;
    Material &operator=(const Material &) = delete;
    virtual ~Material() = default;

    virtual bool fits(JwsAlgorithm algorithm) const = 0;
    // Asked only for an algorithm that fits.
    virtual bool verify(JwsAlgorithm algorithm, QByteArrayView input, QByteArrayView signature) const = 0;
};

using KeyMaterial = std::shared_ptr<const PublicKey::Material>;

// A reason why a key is not used.
Error unusableKey(const char *reason);

// Each reads the members of its key type (RFC 7518 section 6, RFC 8037 section 2).
Result<KeyMaterial> rsaMaterial(const json::Value &jwk);
Result<KeyMaterial> ecMaterial(const json::Value &jwk);
Result<KeyMaterial> okpMaterial(const json::Value &jwk);
Result<KeyMaterial> octMaterial(const json::Value &jwk);
Result<KeyMaterial> ed25519Material(QByteArrayView bytes);

// The bytes of a member that is strict base64url; nothing otherwise.
std::optional<QByteArray> jwkBytes(const json::Value &jwk, QStringView name);
// The text of a member; null if it is none.
const QString *jwkText(const json::Value &jwk, QStringView name);

}  // namespace cs

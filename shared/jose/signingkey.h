#pragma once

#include <memory>

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include "base/result.h"
#include "jose/publickey.h"

namespace cs {

// Signs tokens of our own with Ed25519 (RFC 8037). Copies share the secret, which is wiped with the last. Thread-safe.
class SigningKey {
public:
    static constexpr qsizetype SeedSize = 32;
    // Fails for any other length. The caller wipes its own copy.
    static Result<SigningKey> fromSeed(QByteArrayView seed);

    // The compact JWS of `payload`, with `kid` and `typ: JWT` in its header.
    QByteArray sign(QByteArrayView payload) const;
    // The public half, as JSON.
    QByteArray publicJwk() const;
    // The same as a set of one, for verifyJws().
    JwkSet publicKeys() const;
    // The thumbprint of RFC 7638.
    const QString &kid() const;

private:
    struct Pair;
    explicit SigningKey(std::shared_ptr<const Pair> pair) : m_pair(std::move(pair)) {}

    std::shared_ptr<const Pair> m_pair;
};

}  // namespace cs

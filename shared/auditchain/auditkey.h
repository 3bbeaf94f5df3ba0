#pragma once

#include <optional>

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include "auditchain/chainpoint.h"
#include "base/result.h"

namespace cs {

// The public half of the key that signs the audit trail (Ed25519). A value; thread-safe.
class AuditPublicKey {
public:
    // 64 hex digits.
    static std::optional<AuditPublicKey> fromText(const QString &text);
    QString toText() const;
    bool verify(PointKind kind, QByteArrayView origin, const SignedPoint &point) const;
    friend bool operator==(const AuditPublicKey &, const AuditPublicKey &) = default;

private:
    friend class AuditKey;
    explicit AuditPublicKey(QByteArray bytes) : m_bytes(std::move(bytes)) {}
    QByteArray m_bytes;
};

// The key that signs the audit trail. Thread-safe; wiped at its end.
class AuditKey {
public:
    static constexpr qsizetype SeedSize = 32;

    // `seed` is secret and random.
    static Result<AuditKey> fromSeed(QByteArrayView seed);
    AuditKey(const AuditKey &) = default;
    AuditKey &operator=(const AuditKey &) = default;
    AuditKey(AuditKey &&) noexcept = default;
    AuditKey &operator=(AuditKey &&) noexcept = default;
    ~AuditKey();

    const AuditPublicKey &publicKey() const { return m_public; }
    SignedPoint sign(PointKind kind, QByteArrayView origin, const ChainPoint &point, Timestamp at) const;

private:
    AuditKey(QByteArray secret, AuditPublicKey key) : m_secret(std::move(secret)), m_public(std::move(key)) {}
    QByteArray m_secret;
    AuditPublicKey m_public;
};

}  // namespace cs

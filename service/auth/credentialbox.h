#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include "base/result.h"

namespace cs {

// Seals camera credentials for the database (XChaCha20-Poly1305). Owns the key; thread-safe.
class CredentialBox {
public:
    // `key` is 32 random bytes.
    explicit CredentialBox(QByteArray key);

    // `owner` binds the result to one camera's identity: moved to another row it does not open.
    QByteArray seal(QByteArrayView secret, QByteArrayView owner) const;
    // Fails with Internal, without details, if text, key or owner do not belong together.
    Result<QByteArray> open(QByteArrayView sealed, QByteArrayView owner) const;

private:
    QByteArray m_key;
};

}  // namespace cs

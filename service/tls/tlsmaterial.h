#pragma once

#include <functional>
#include <memory>

#include <QByteArray>
#include <QSslConfiguration>
#include <QStringList>

#include "base/result.h"
#include "base/time.h"

namespace cs {

// A certificate with its key, ready to be served. Immutable; may be shared between threads.
struct TlsMaterial {
    // TLS 1.2 and 1.3, ciphers with forward secrecy and authenticated encryption; no certificate is asked of clients.
    QSslConfiguration configuration;
    // The chain and the key as they are in the files. The key is a secret.
    QByteArray certificatePem;
    QByteArray keyPem;
    // SHA-256 of the certificate in lower case hex.
    QString fingerprint;
    // The names and addresses that the certificate stands for.
    QStringList names;
    Timestamp notAfter;
};

// What serves TLS asks for the material at each connection. Thread-safe; null: there is none.
using TlsSource = std::function<std::shared_ptr<const TlsMaterial>()>;

// Fails with a reason for people that shows nothing of the key: no PEM, a key that is encrypted, weak or of another
// certificate.
Result<std::shared_ptr<const TlsMaterial>> makeTlsMaterial(const QByteArray &certificatePem, const QByteArray &keyPem);

}  // namespace cs

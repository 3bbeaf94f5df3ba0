#pragma once

#include <QByteArray>
#include <QStringList>

#include "base/result.h"
#include "base/time.h"

namespace cs {

// A certificate and its private key, both PEM. The key is a secret.
struct PemPair {
    QByteArray certificate;
    QByteArray key;
};

// A new ECDSA key on P-256 with a certificate for these names and addresses, signed by itself: nobody's word but its
// own stands for it. Valid for 825 days, the longest that all clients accept.
Result<PemPair> makeSelfSigned(const QStringList &names, Timestamp now);

// Whether a certificate was made by the function above.
bool isSelfSignedByUs(const QByteArray &certificatePem);
// Which of these names and addresses it does not stand for.
QStringList namesMissing(const QByteArray &certificatePem, const QStringList &names);

}  // namespace cs

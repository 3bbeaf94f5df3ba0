#pragma once

#include <QString>

#include "base/result.h"
#include "tls/selfsigned.h"

namespace cs {

// Where a certificate and its key are kept.
struct CertificateFiles {
    QString certificate;
    QString key;
};

// Both files as they are; at most 1 MiB each. Fails with a sentence that names the file.
Result<PemPair> readPair(const CertificateFiles &files);
// Writes both anew, the key for its owner only (0600), and makes their folder (0700) if there is none. What cannot be
// written leaves the old ones. A crash leaves whole files, though perhaps a new key beside an old certificate.
Result<Done> writePair(const CertificateFiles &files, const PemPair &pair);
// Whether other users may read the file.
bool isOpenToOthers(const QString &path);

}  // namespace cs

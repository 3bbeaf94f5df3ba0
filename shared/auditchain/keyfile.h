#pragma once

#include <QString>

#include "auditchain/auditkey.h"
#include "base/result.h"

// The public key of an installation in a file of its own, for those who check its trail elsewhere.
namespace cs {

Result<AuditPublicKey> readPublicKey(const QString &path);
// Leaves a file alone that holds this key already.
Result<Done> writePublicKey(const QString &path, const AuditPublicKey &key);

}  // namespace cs

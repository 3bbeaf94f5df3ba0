#pragma once

#include <memory>

#include <QString>

#include "auditchain/chainwriter.h"
#include "base/result.h"

namespace cs {

// What the trail needs of the state folder: the signing key secrets/audit.key (made at the first start), and the folder
// audit/ with the signed end of the chain (head) and the public key (public.key) for whoever checks it elsewhere. For the
// start of the service; the error is a sentence for the operator.
Result<std::shared_ptr<ChainWriter>> openAuditChain(const QString &stateFolder);

}  // namespace cs

#pragma once

#include <memory>
#include <optional>

#include "auditchain/chaindatabase.h"
#include "cli/commandspec.h"

namespace cs {

// What an audit trail can be checked from without the service: its database, and beside it in audit/ the signed end and
// the public key, where the options --head and --key do not name others.
struct AuditFiles {
    std::unique_ptr<ChainDatabase> database;
    AuditPublicKey key;
    // Read before the database is: what comes later lies behind it.
    std::optional<SignedPoint> head;
    // Why there is no head; empty if there is.
    QString headTrouble;
    // Behind it the records begin.
    ChainDatabase::Start start;

    // A usageError() or a localFailure() if something needed is not there.
    static Result<AuditFiles> open(const Invocation &invocation);

    // Whether the service has given up more of the oldest records since; `start` is where they begin now.
    Result<bool> hasNewStart();
};

// The options --database, --head and --key.
std::vector<OptionSpec> auditFileOptions();
inline const QString auditDatabaseOption = QStringLiteral("database");
inline const QString auditKeyOption = QStringLiteral("key");

}  // namespace cs

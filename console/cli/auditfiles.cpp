#include "cli/auditfiles.h"

#include <QFileInfo>

#include "auditchain/headfile.h"
#include "auditchain/keyfile.h"
#include "cli/faults.h"

namespace cs {

namespace {

const QString headOption = QStringLiteral("head");

QString beside(const QString &database, const QString &name)
{
    return QFileInfo(database).absolutePath() + QStringLiteral("/audit/") + name;
}

}  // namespace

Result<AuditFiles> AuditFiles::open(const Invocation &invocation)
{
    const QString file = invocation.value(auditDatabaseOption);
    if (file.isEmpty())
        return usageError(QStringLiteral("--database needs the file of the service's database"));
    const QString keyFile = invocation.has(auditKeyOption) ? invocation.value(auditKeyOption)
                                                           : beside(file, QStringLiteral("public.key"));
    const auto key = readPublicKey(keyFile);
    if (!key.ok()) {
        return localFailure(
            QStringLiteral("%1; name the service's audit/public.key with --key FILE").arg(key.error().message));
    }
    const HeadFile headFile(invocation.has(headOption) ? invocation.value(headOption)
                                                       : beside(file, QStringLiteral("head")));
    auto head = headFile.read();
    QString trouble;
    if (!head.ok())
        trouble = head.error().message;
    else if (!*head)
        trouble = QStringLiteral("the signed end of the trail, %1, is missing").arg(headFile.path());
    auto database = ChainDatabase::open(file);
    if (!database.ok())
        return localFailure(database.error().message);
    auto start = (*database)->start(*key);
    if (!start.ok())
        return localFailure(start.error().message);
    return AuditFiles{std::move(*database), *key, head.ok() ? *head : std::nullopt, trouble, std::move(*start)};
}

Result<bool> AuditFiles::hasNewStart()
{
    auto now = database->start(key);
    if (!now.ok())
        return now.error();
    const bool isNew = now->trouble.isEmpty() && now->point.seq > start.point.seq;
    start = std::move(*now);
    return isNew;
}

std::vector<OptionSpec> auditFileOptions()
{
    return {{{auditDatabaseOption},
             QStringLiteral("FILE"),
             QStringLiteral("the database of a service, read without it: STATE/camera-service.db")},
            {{headOption},
             QStringLiteral("FILE"),
             QStringLiteral("the signed end of its trail (default: audit/head beside the database)")},
            {{auditKeyOption},
             QStringLiteral("FILE"),
             QStringLiteral("the service's public key (default: audit/public.key beside the database)")}};
}

}  // namespace cs

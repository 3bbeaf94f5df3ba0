#include "cli/auditfiles.h"

#include <QDir>
#include <QFileInfo>

#include "auditchain/headfile.h"
#include "auditchain/keyfile.h"
#include "cli/faults.h"

namespace cs {

namespace {

const QString headOption = QStringLiteral("head");

// What is not there has nothing beside it either, and that is not what is to be said of it.
Result<Done> checkDatabase(const QString &file)
{
    const QFileInfo info(file);
    if (info.isDir())
        return localFailure(QStringLiteral("%1 is a folder; name the database in it: %2")
                                .arg(file, QDir(file).filePath(QStringLiteral("camera-service.db"))));
    if (!info.exists())
        return localFailure(
            QStringLiteral(
                "there is no database %1; --database takes the file camera-service.db in the state folder of "
                "a service")
                .arg(file));
    return Done{};
}

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
    if (const auto there = checkDatabase(file); !there.ok())
        return there.error();
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

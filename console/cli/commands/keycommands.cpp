#include "api/keys.h"
#include "cli/argument.h"
#include "cli/celltext.h"
#include "cli/commandtable.h"
#include "cli/onecallcommand.h"
#include "cli/units.h"

namespace cs {

namespace {

using KeyId = api::Text<1, 64>;

QString camerasText(const std::optional<std::vector<CameraId>> &devices)
{
    if (!devices)
        return QStringLiteral("all");
    QStringList names;
    for (const CameraId device : *devices)
        names << device.toString();
    return names.isEmpty() ? QStringLiteral("none") : names.join(QStringLiteral(", "));
}

Result<api::ListApiKeys::Params> readKeyList(const Invocation &)
{
    return api::ListApiKeys::Params{};
}

bool printKeys(Output &output, const api::ListApiKeys::Reply &reply)
{
    if (reply.keys.empty()) {
        output.note(QStringLiteral("There are no API keys; 'cameractl key add' makes one."));
        return true;
    }
    Table table({{QStringLiteral("KEY")},
                 {QStringLiteral("NAME")},
                 {QStringLiteral("ROLE")},
                 {QStringLiteral("CAMERAS")},
                 {QStringLiteral("MADE BY")},
                 {QStringLiteral("EXPIRES")},
                 {QStringLiteral("LAST USED")}});
    const Timestamp now = SystemClock().now();
    for (const api::ApiKeyRow &key : reply.keys) {
        const bool expired = key.expiresAt && *key.expiresAt <= now;
        table.addRow({key.keyId, key.name, toString(key.role), camerasText(key.devices), key.createdBy,
                      Table::Cell(key.expiresAt ? localTime(*key.expiresAt) : QStringLiteral("never"),
                                  expired ? Table::Paint::Bad : Table::Paint::None),
                      key.lastUsedAt ? localTime(*key.lastUsedAt) : QStringLiteral("never")});
    }
    return output.table(table);
}

// The key goes to standard output, alone.
bool printNewKey(Output &output, const api::NewApiKey &key)
{
    if (output.resultIsTerminal()) {
        output.note(QStringLiteral("%1 (%2), shown this once; whoever has it is %3.")
                        .arg(harmless(key.name), harmless(key.keyId), toString(key.role)));
    }
    return output.line(harmless(key.apiKey));
}

Result<api::CreateApiKey::Params> readKeyAdd(const Invocation &invocation)
{
    api::CreateApiKey::Params params;
    const auto name = textArgument(QStringLiteral("the key's name"), invocation.arguments.first(), 128);
    const auto role = roleOption(invocation.value(QStringLiteral("role")));
    if (!name.ok() || !role.ok())
        return name.ok() ? role.error() : name.error();
    params.name = *name;
    params.role = *role;
    if (invocation.arguments.size() > 1) {
        auto cameras = cameraArguments(invocation.arguments.mid(1));
        if (!cameras.ok())
            return cameras.error();
        params.devices = std::move(*cameras);
    }
    if (!invocation.has(QStringLiteral("expires")))
        return params;
    const auto expires = parseDuration(invocation.value(QStringLiteral("expires")));
    if (!expires)
        return usageError(QStringLiteral("--expires takes %1").arg(durationRule()));
    params.expiresAt = SystemClock().now() + *expires;
    return params;
}

Result<KeyId> keyIdOf(const Invocation &invocation)
{
    const auto id = textArgument(QStringLiteral("the key"), invocation.arguments.first(), KeyId::max);
    if (!id.ok())
        return id.error();
    return KeyId(*id);
}

Result<api::RotateApiKey::Params> readKeyRotate(const Invocation &invocation)
{
    const auto id = keyIdOf(invocation);
    if (!id.ok())
        return id.error();
    return api::RotateApiKey::Params{*id};
}

Result<api::RevokeApiKey::Params> readKeyRemove(const Invocation &invocation)
{
    const auto id = keyIdOf(invocation);
    if (!id.ok())
        return id.error();
    return api::RevokeApiKey::Params{*id};
}

CommandSpec keySpec(const char *verb, const char *summary)
{
    CommandSpec spec;
    spec.name = QStringLiteral("key %1").arg(QLatin1String(verb));
    spec.synopsis = QStringLiteral("KEY");
    spec.summary = QString::fromLatin1(summary);
    spec.minArguments = 1;
    spec.maxArguments = 1;
    return spec;
}

}  // namespace

CommandSpec keyListSpec()
{
    CommandSpec spec;
    spec.name = QStringLiteral("key list");
    spec.summary = QStringLiteral("List the API keys, newest first, without their secrets.");
    spec.details = QStringLiteral("--json prints the answer of list_api_keys.");
    spec.make = makeOneCall<api::ListApiKeys>(readKeyList, printKeys);
    return spec;
}

CommandSpec keyAddSpec()
{
    CommandSpec spec = keySpec("add", "Make an API key for a program, and print it alone; it is shown this once.");
    spec.synopsis = QStringLiteral("NAME --role ROLE [--expires TIME] [CAMERA...]");
    spec.details = QStringLiteral(
        "Without a CAMERA it is for all of them. Keep it in a file that only the program can read:\n"
        "  (umask 077; cameractl key add 'wall display' --role viewer camera0 > display.key)");
    spec.options = {
        {{QStringLiteral("role")}, QStringLiteral("ROLE"), QStringLiteral("viewer, operator or admin (needed)")},
        {{QStringLiteral("expires")},
         QStringLiteral("TIME"),
         QStringLiteral("how long it is valid, as in 12h or 30d (default: until it is removed)")}};
    spec.maxArguments = -1;
    spec.make = makeOneCall<api::CreateApiKey>(readKeyAdd, printNewKey);
    return spec;
}

CommandSpec keyRotateSpec()
{
    CommandSpec spec = keySpec("rotate", "Give an API key a new secret and print it; the old one ends at once.");
    spec.make = makeOneCall<api::RotateApiKey>(readKeyRotate, printNewKey);
    return spec;
}

CommandSpec keyRemoveSpec()
{
    CommandSpec spec = keySpec("rm", "End an API key and all that is open with it, without asking.");
    spec.make = makeOneCall<api::RevokeApiKey>(readKeyRemove, [](Output &output, const api::RevokeApiKey::Reply &) {
        return output.line(QStringLiteral("revoked"));
    });
    return spec;
}

}  // namespace cs

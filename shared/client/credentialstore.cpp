#include "client/credentialstore.h"

#include <array>

namespace cs {

namespace {

const QLatin1String storeMember("store");

struct KnownTrouble {
    StoreTrouble trouble;
    const char *name;
    const char *message;
};
constexpr std::array storeTroubles{
    KnownTrouble{StoreTrouble::NoKeychain, "no_keychain", "this desktop has no keychain"},
    KnownTrouble{StoreTrouble::Locked, "locked", "the keychain is locked; unlock it and try again"},
    KnownTrouble{StoreTrouble::Denied, "denied", "the keychain refused access"},
    KnownTrouble{StoreTrouble::TimedOut, "timed_out", "the keychain does not answer"},
    KnownTrouble{StoreTrouble::InUse, "in_use", "another running program uses this secret"},
    KnownTrouble{StoreTrouble::Other, "other", "the keychain failed"},
};

}  // namespace

Async<std::optional<QString>> MemoryCredentialStore::read(const QString &key)
{
    const auto found = m_secrets.find(key);
    return ready<std::optional<QString>>(found == m_secrets.end() ? std::nullopt : std::optional(found->second));
}

Async<Done> MemoryCredentialStore::write(const QString &key, const QString &secret)
{
    m_secrets[key] = secret;
    return ready<Done>(Done{});
}

Async<Done> MemoryCredentialStore::remove(const QString &key)
{
    m_secrets.erase(key);
    return ready<Done>(Done{});
}

Error storeError(StoreTrouble trouble, const QString &detail)
{
    for (const KnownTrouble &known : storeTroubles) {
        if (known.trouble != trouble)
            continue;
        const QString message = QString::fromLatin1(known.message);
        return {ErrorCode::DependencyFailed,
                detail.isEmpty() ? message : message + QLatin1String(": ") + detail,
                {{QStringLiteral("dependency"), QStringLiteral("keychain")},
                 {storeMember, QString::fromLatin1(known.name)}}};
    }
    return Error::internal(detail);
}

std::optional<StoreTrouble> storeTroubleOf(const Error &error)
{
    const QString name = error.data.value(storeMember).toString();
    for (const KnownTrouble &known : storeTroubles) {
        if (name == QLatin1String(known.name))
            return known.trouble;
    }
    return std::nullopt;
}

}  // namespace cs

#include "app/identity.h"

#include <QFile>

#include "auth/credentialunlock.h"
#include "auth/revocations.h"
#include "cameras/sourcefactory.h"
#include "jose/hmac.h"

namespace cs {

namespace {

PasswordHashParameters hashParameters(const AuthConfig &auth)
{
    return {static_cast<int>(qint64(auth.passwordMemoryMib)), static_cast<int>(qint64(auth.passwordPasses))};
}

RefreshTokens::Limits refreshLimits(const AuthConfig &auth)
{
    RefreshTokens::Limits limits;
    limits.lifetime = std::chrono::days(qint64(auth.refreshTokenDays));
    limits.maxPerUser = static_cast<int>(qint64(auth.maxSessionsPerUser));
    return limits;
}

Result<std::vector<IssuerRules>> readIssuers(const QString &path)
{
    if (path.isEmpty())
        return std::vector<IssuerRules>();
    constexpr qint64 most = 1024 * 1024;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error::internal(QStringLiteral("cannot read auth.issuers_file %1: %2").arg(path, file.errorString()));
    auto rules = issuersFromJson(file.read(most));
    if (!rules)
        return Error::internal(QStringLiteral("auth.issuers_file %1: %2").arg(path, rules.error().message));
    return rules;
}

// Test cameras are left out: their text holds no secret, and they get a new one where it cannot be read.
std::vector<SealedText> sealedTexts(const std::vector<StoredCamera> &cameras, const std::vector<StoredUser> &users)
{
    std::vector<SealedText> out;
    for (const StoredCamera &camera : cameras) {
        if (!camera.sealedSource.isEmpty() && camera.kind != QLatin1String(SourceFactory::Test))
            out.push_back({SealedText::Kind::Camera, SourceFactory::ownerOf(camera), camera.sealedSource});
    }
    for (const StoredUser &user : users) {
        if (user.hasTotp())
            out.push_back({SealedText::Kind::SecondFactor, SecondFactor::ownerOf(user.name), user.sealedTotp});
    }
    return out;
}

}  // namespace

Result<std::shared_ptr<Identity>> Identity::make(const Config &config, const QString &stateFolder, Store &store,
                                                 const Clock &clock)
{
    const auto secrets = Secrets::load(stateFolder, config.auth.jwtSecret.value.toUtf8(),
                                       qEnvironmentVariable("CREDENTIALS_DIRECTORY"));
    if (!secrets)
        return secrets.error();
    const auto signing = SigningKey::fromSeed(secrets->signing());
    if (!signing)
        return signing.error();
    const auto issuers = readIssuers(config.auth.issuersFile);
    if (!issuers)
        return issuers.error();
    return std::shared_ptr<Identity>(new Identity(config, stateFolder, {*secrets, *signing, *issuers}, store, clock));
}

Identity::Identity(const Config &config, const QString &stateFolder, Keys key, Store &store, const Clock &clock)
    : hasher(hashParameters(config.auth)),
      users(store.users, hasher, rights, clock),
      grants(store.groups, store.grants, rights),
      keys(store.apiKeys, rights, clock),
      refreshTokens(store.refreshTokens, clock, refreshLimits(config.auth)),
      accessTokens(key.signing, refreshTokens.families(), clock,
                   std::chrono::minutes(qint64(config.auth.accessTokenMinutes))),
      tokens(key.secrets.jwt(), clock),
      issuers(std::move(key.issuers), clock),
      issuerTokens(issuers, clock),
      gate(tokens, clock, config.auth.foreignUsers ? TokenGate::ForeignUsers::Accept : TokenGate::ForeignUsers::Refuse),
      sessions(gate, clock, {&rights, static_cast<int>(qint64(config.auth.maxSessionsPerUser))}),
      tickets(key.secrets.tickets(), sessions.view(), clock, &rights),
      secondFactor(users, credentials, clock),
      logins({users, hasher, refreshTokens, accessTokens, secondFactor, clock}),
      firstAdmin(users, stateFolder),
      idempotencySecret(hmacSha256(key.secrets.tickets(), {"camera-service idempotency"})),
      m_store(store),
      m_meta(store.database),
      m_credentialKeys(key.secrets.credentialKeys()),
      m_stateFolder(stateFolder)
{
    gate.setSources({&accessTokens, &keys, &issuerTokens, &rights, &users.removedUsers()});
    Revocations{users, grants, keys, refreshTokens, sessions}.connectAll();
}

Async<Done> Identity::unlock()
{
    return andThen(&users, m_store.cameras.all(), [this](const std::vector<StoredCamera> &cameras) {
        return andThen(&users, m_store.users.all(), [this, cameras](const std::vector<StoredUser> &stored) {
            return unlockCredentials({credentials, m_meta, m_credentialKeys, sealedTexts(cameras, stored),
                                      [folder = m_stateFolder] { return Secrets::makeCredentialsKey(folder); }});
        });
    });
}

Async<Done> Identity::load()
{
    const auto opened = andThen(&users, unlock(), [this](const Done &) { return users.load(); });
    const auto known = andThen(&users, opened, [this](const Done &) { return grants.load(); });
    const auto keyed = andThen(&users, known, [this](const Done &) { return keys.load(); });
    const auto renewable = andThen(&users, keyed, [this](const Done &) { return refreshTokens.load(); });
    return andThen(&users, renewable, [this](const Done &) {
        issuers.start();
        return firstAdmin.ensure();
    });
}

}  // namespace cs

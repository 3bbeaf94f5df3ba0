#pragma once

#include <memory>

#include "app/store.h"
#include "auth/accesspolicy.h"
#include "auth/accesstokens.h"
#include "auth/apikeys.h"
#include "auth/credentialbox.h"
#include "auth/firstadmin.h"
#include "auth/grants.h"
#include "auth/loginservice.h"
#include "auth/passwordhasher.h"
#include "auth/secrets.h"
#include "auth/sessions.h"
#include "auth/tickets.h"
#include "auth/tokenauthority.h"
#include "auth/tokengate.h"
#include "config/config.h"
#include "openid/issuers.h"
#include "openid/issuertokens.h"

namespace cs {

// Who is who and who may what: built first, outlives all that asks. Service thread.
struct Identity {
    // `store` and `clock` outlive the result. Fails with a sentence for people if the secrets or the issuers cannot be
    // read.
    static Result<std::shared_ptr<Identity>> make(const Config &config, const QString &stateFolder, Store &store,
                                                  const Clock &clock);
    // Once the database is open and before anybody may come in.
    Async<Done> load();

    // Gets its keys in load().
    CredentialBox credentials;
    RightsView rights;
    PasswordHasher hasher;
    Users users;
    Grants grants;
    ApiKeys keys;
    RefreshTokens refreshTokens;
    AccessTokens accessTokens;
    TokenAuthority tokens;
    Issuers issuers;
    IssuerTokens issuerTokens;
    TokenGate gate;
    Sessions sessions;
    Tickets tickets;
    SecondFactor secondFactor;
    Logins logins;
    FirstAdmin firstAdmin;
    AccessPolicy policy;
    // For Idempotency; made of the key for tickets.
    const QByteArray idempotencySecret;

private:
    struct Keys {
        Secrets secrets;
        SigningKey signing;
        std::vector<IssuerRules> issuers;
    };
    Identity(const Config &config, const QString &stateFolder, Keys keys, Store &store, const Clock &clock);

    Async<Done> unlock();

    Store &m_store;
    MetaTable m_meta;
    const Secrets::CredentialKeys m_credentialKeys;
    const QString m_stateFolder;
};

}  // namespace cs

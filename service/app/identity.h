#pragma once

#include <memory>

#include "auth/accesspolicy.h"
#include "auth/credentialbox.h"
#include "auth/secrets.h"
#include "auth/sessions.h"
#include "auth/tickets.h"
#include "auth/tokenauthority.h"
#include "auth/tokengate.h"
#include "config/config.h"

namespace cs {

// Who is who and who may what: built first, outlives all that asks. Service thread.
struct Identity {
    // `clock` outlives the result. Fails with a sentence for people if the secrets cannot be read or made.
    static Result<std::shared_ptr<Identity>> make(const Config &config, const QString &stateFolder, const Clock &clock)
    {
        const auto secrets = Secrets::load(stateFolder, config.auth.jwtSecret.value.toUtf8());
        if (!secrets)
            return secrets.error();
        return std::shared_ptr<Identity>(new Identity(config, *secrets, clock));
    }

    TokenAuthority tokens;
    TokenGate gate;
    Sessions sessions;
    Tickets tickets;
    CredentialBox credentials;
    AccessPolicy policy;

private:
    Identity(const Config &config, const Secrets &secrets, const Clock &clock)
        : tokens(secrets.jwt(), clock),
          gate(tokens, clock,
               config.auth.foreignUsers ? TokenGate::ForeignUsers::Accept : TokenGate::ForeignUsers::Refuse),
          sessions(gate, clock),
          tickets(secrets.tickets(), sessions.view(), clock),
          credentials(secrets.credentials())
    {}
};

}  // namespace cs

#pragma once

#include <memory>
#include <vector>

#include <QString>

#include "base/future.h"
#include "base/ids.h"
#include "base/role.h"
#include "base/time.h"
#include "client/caller.h"
#include "client/credentialsource.h"

namespace cs {

// What the service says of a connection that it has signed in.
struct SignedIn {
    Role role = Role::Viewer;
    std::vector<QString> permissions;
    // By the service's clock.
    Timestamp expiresAt;
    SessionId sessionId;
    // Until the password is changed, only change_password and logout answer.
    bool mustChangePassword = false;
};

// How a fresh connection is signed in, and one whose session ended. Lives on the client's thread and outlives the client.
class SignIn {
public:
    virtual ~SignIn() = default;
    // Calls through `connection`, which answers Error::cancelled once it is of no use any more. Fails with what the
    // service says or an Error whose message a person can act on; neither holds a secret.
    virtual Async<SignedIn> signIn(const std::shared_ptr<Caller> &connection) = 0;
};

// Signs in with a token that is asked for anew each time.
class TokenSignIn final : public SignIn {
public:
    // `tokens` outlives this object.
    explicit TokenSignIn(CredentialSource &tokens) : m_tokens(tokens) {}
    Async<SignedIn> signIn(const std::shared_ptr<Caller> &connection) override;

private:
    CredentialSource &m_tokens;
};

}  // namespace cs

#pragma once

#include <chrono>
#include <optional>

#include <QDeadlineTimer>
#include <QObject>

#include "api/accounts.h"
#include "client/signin.h"

namespace cs {

// What a person types to sign in.
struct Login {
    QString user;
    QString password;
    // Empty unless the service asked for one (Trouble::SecondFactorNeeded).
    QString totpCode;
};

// Signs in with a name and a password once, and from then on with what the service gave for it: the access token as
// long as it is good, else the refresh token, which is replaced at each use. Forgets password and code when they were
// taken. Lives on the client's thread.
class PasswordSignIn final : public QObject, public SignIn {
    Q_OBJECT
public:
    explicit PasswordSignIn(Login login);
    explicit PasswordSignIn(const QString &refreshToken);

    Async<SignedIn> signIn(const std::shared_ptr<Caller> &connection) override;
    // Replaces both tokens on a connection that is signed in.
    Async<SignedIn> renew(Caller &connection);
    // The access token is no good any more, whatever its end: the next sign-in takes the refresh token.
    void forgetAccessToken();
    bool isRemembered() const { return !m_refreshToken.isEmpty(); }
    // After so long from now the tokens should be renewed: three quarters of the access token's life. Nothing while
    // there is none.
    std::optional<std::chrono::milliseconds> renewalDue() const;

Q_SIGNALS:
    // The only one that is good from now on: store it before anything else.
    void refreshTokenChanged(const QString &token);

private:
    Async<SignedIn> logIn(Caller &connection);
    Async<SignedIn> authenticate(const std::shared_ptr<Caller> &connection);
    SignedIn take(const api::Login::Reply &reply);
    void forgetLogin();

    Login m_login;
    QString m_accessToken;
    QString m_refreshToken;
    QDeadlineTimer m_accessEnd;
    QDeadlineTimer m_renewal;
    bool m_mustChange = false;
};

}  // namespace cs

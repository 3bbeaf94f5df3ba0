#pragma once

#include <QObject>
#include <QTimer>

#include "client/client.h"
#include "client/passwordsignin.h"

namespace cs {

// Renews the tokens of a connection that is signed in before they end: one renewal at a time, since a refresh token that
// is used twice ends the login. Lives on the session's thread; client and sign-in outlive it, or stop() comes first.
class TokenRenewal final : public QObject {
    Q_OBJECT
public:
    TokenRenewal();

    // The connection is ready. With `early` the tokens are renewed when they are due.
    void start(Client &client, PasswordSignIn &signIn, bool early);
    void stop();
    void renewNow();

Q_SIGNALS:
    void renewed(const cs::SignedIn &signedIn);
    // The sign-in does not hold any more.
    void refused(const cs::Error &error);

private:
    void arm();
    void onRenewed(const Result<SignedIn> &result);

    Client *m_client = nullptr;
    PasswordSignIn *m_signIn = nullptr;
    QTimer m_timer;
    quint64 m_generation = 0;
    bool m_early = false;
    bool m_renewing = false;
};

}  // namespace cs

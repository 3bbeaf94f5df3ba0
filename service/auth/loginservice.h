#pragma once

#include <memory>
#include <optional>

#include <QHash>
#include <QObject>

#include "auth/accesstokens.h"
#include "auth/loginthrottle.h"
#include "auth/refreshtokens.h"
#include "auth/secondfactor.h"
#include "auth/users.h"

namespace cs {

class PasswordHasher;

// What a good login gives. The texts are secret.
struct LoginResult {
    TokenHolder holder;
    QByteArray accessToken;
    QByteArray refreshToken;
    std::chrono::seconds accessLifetime{0};
    bool mustChangePassword = false;
};

struct LoginRequest {
    QString username;
    QString password;
    std::optional<QString> totpCode;
    ClientInfo client;
};

// Checks passwords: for logins, and where a user must show again who it is. An unknown user, a disabled one and a wrong
// password get the same answer after the same time. Service thread.
class Logins : public QObject {
    Q_OBJECT
public:
    // What it works with; all outlive it.
    struct Parts {
        Users &users;
        PasswordHasher &hasher;
        RefreshTokens &refreshTokens;
        const AccessTokens &accessTokens;
        SecondFactor &secondFactor;
        const Clock &clock;
    };
    explicit Logins(const Parts &parts, QObject *parent = nullptr);

    // Unauthenticated, or RateLimited where tries come too fast or too many at once.
    Async<LoginResult> login(const LoginRequest &request);
    // The same for a refresh token.
    Async<LoginResult> renew(QByteArrayView refreshToken);

    // Whether this is the user's password. InvalidParams under `param` if it is not, RateLimited as at login;
    // Unsupported for whom this service keeps no password.
    Async<Done> confirmPassword(const QString &username, const QString &param, const QString &password,
                                const ClientInfo &client);
    // Replaces one's own password.
    Async<Done> changePassword(const QString &username, const QString &oldPassword, const QString &newPassword,
                               const KeptLogin &kept, const ClientInfo &client);

private:
    struct Attempt;
    using Tried = std::shared_ptr<Attempt>;
    Tried newAttempt(const QString &username, const QString &password, const ClientInfo &client) const;
    Async<bool> verified(const Tried &attempt);
    void onVerified(const Tried &attempt, const Result<bool> &right);
    void onSecondFactor(const Tried &attempt, const Result<SecondFactor::Passed> &passed);
    void begin(const Tried &attempt, std::optional<qint64> totpStep);
    void finish(const Tried &attempt, const Result<LoginResult> &result, LoginThrottle::Outcome outcome);
    Result<LoginResult> resultFor(const RefreshTokens::Issued &issued) const;
    const User *userOf(const Attempt &attempt) const;
    void rehashIfOld(const Attempt &attempt);
    void forgetLogins(const QString &username, SessionEnd reason, const QString &keptFamily = {});

    Parts m_parts;
    LoginThrottle m_throttle;
    // How often what a password proves has changed: a check that began before counts for nothing.
    QHash<QString, int> m_changes;
};

}  // namespace cs

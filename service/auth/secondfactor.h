#pragma once

#include <optional>
#include <vector>

#include <QHash>
#include <QObject>

#include "auth/users.h"

namespace cs {

class CredentialBox;

// The authenticators of the users: sets them up, takes them away, checks their codes. Service thread.
class SecondFactor : public QObject {
    Q_OBJECT
public:
    static constexpr int RecoveryCodes = 10;
    // How long a secret waits for its first code.
    static constexpr std::chrono::minutes SetupTime{15};

    // Binds a sealed secret to its user: in another one's row it opens nothing.
    static QByteArray ownerOf(const QString &username);

    // All outlive this object. libsodium is initialised already.
    SecondFactor(Users &users, const CredentialBox &box, const Clock &clock, QObject *parent = nullptr);

    struct Setup {
        // Base32; secret.
        QString secret;
        QString uri;
    };
    // Makes a secret that counts once confirm() was given a code of it; the one before counts until then. NotFound;
    // InvalidState while it could not be stored, since the key is missing.
    Result<Setup> begin(const QString &username);
    // The recovery codes, to be shown once. InvalidState if nothing was begun, InvalidParams for a wrong code.
    Async<std::vector<QString>> confirm(const QString &username, const QString &code);
    Async<Done> disable(const QString &username);

    // How a code was good.
    struct Passed {
        // Nothing for a recovery code.
        std::optional<qint64> step;
    };
    // A code of the authenticator or a recovery code, good once. Unauthenticated otherwise.
    Async<Passed> check(const User &user, const QString &code);

private:
    struct Pending {
        QByteArray secret;
        Timestamp until;
    };
    std::optional<qint64> claimStep(const User &user, const QString &code);

    Users &m_users;
    const CredentialBox &m_box;
    const Clock &m_clock;
    QHash<QString, Pending> m_pending;
    // The newest step that was taken of each user; ahead of the table while that is being written.
    QHash<QString, qint64> m_claimed;
};

}  // namespace cs

#pragma once

#include <optional>

#include <QByteArray>
#include <QString>

#include "base/result.h"

namespace cs {

// The keys of this installation, each in a file `<state>/secrets/<name>.key` (folder 0700, files 0600) that is made
// with 32 random bytes at the first start. A value, read once at start; the files hold base64url text. The key of the
// credentials may come from the service manager instead, and is made only where it is certain that none was there before
// (see credentialunlock.h).
class Secrets {
public:
    // The name of the systemd credential that stands for credentials.key, with the same text in it.
    static constexpr char CredentialName[] = "camera-service.credentials.key";

    // The keys of the credentials that are at hand, 32 bytes each.
    struct CredentialKeys {
        std::optional<QByteArray> credential;
        std::optional<QByteArray> file;
    };

    // `jwtOverride` is the configured secret for tokens; if it is not empty, no jwt.key is read or made. Fails with a
    // sentence for the operator if a file can be read by others, is not ours or is damaged.
    // `credentialsFolder` is what the service manager says in CREDENTIALS_DIRECTORY; empty: there is none.
    static Result<Secrets> load(const QString &stateFolder, const QByteArray &jwtOverride = {},
                                const QString &credentialsFolder = {});
    // Makes credentials.key; the key of the file if there is one by now.
    static Result<QByteArray> makeCredentialsKey(const QString &stateFolder);

    // The very text in jwt.key, so that other programs can sign with what they read there.
    const QByteArray &jwt() const { return m_jwt; }
    // 32 bytes each.
    const QByteArray &tickets() const { return m_tickets; }
    const CredentialKeys &credentialKeys() const { return m_credentialKeys; }
    // The seeds of the keys that sign access tokens and the audit trail.
    const QByteArray &signing() const { return m_signing; }
    const QByteArray &audit() const { return m_audit; }

private:
    Secrets() = default;
    QByteArray m_jwt;
    QByteArray m_tickets;
    QByteArray m_signing;
    QByteArray m_audit;
    CredentialKeys m_credentialKeys;
};

}  // namespace cs

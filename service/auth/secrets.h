#pragma once

#include <QByteArray>
#include <QString>

#include "base/result.h"

namespace cs {

// The keys of this installation, each in a file `<state>/secrets/<name>.key` (folder 0700, files 0600) that is made
// with 32 random bytes at the first start. A value, read once at start; the files hold base64url text. The key of the
// credentials may come from the service manager instead.
class Secrets {
public:
    // The name of the systemd credential that stands for credentials.key, with the same text in it.
    static constexpr char CredentialName[] = "camera-service.credentials.key";

    // Where the key of the credentials comes from. One that was made just now opens nothing that is stored.
    enum class Source { File, NewFile, Credential };

    // `jwtOverride` is the configured secret for tokens; if it is not empty, no jwt.key is read or made. Fails with a
    // sentence for the operator if a file can be read by others, is not ours or is damaged.
    // `credentialsFolder` is what the service manager says in CREDENTIALS_DIRECTORY; empty: there is none.
    static Result<Secrets> load(const QString &stateFolder, const QByteArray &jwtOverride = {},
                                const QString &credentialsFolder = {});

    // The very text in jwt.key, so that other programs can sign with what they read there.
    const QByteArray &jwt() const { return m_jwt; }
    // 32 bytes each.
    const QByteArray &tickets() const { return m_tickets; }
    const QByteArray &credentials() const { return m_credentials; }
    Source credentialsSource() const { return m_credentialsSource; }
    // The seeds of the keys that sign access tokens and the audit trail.
    const QByteArray &signing() const { return m_signing; }
    const QByteArray &audit() const { return m_audit; }

private:
    Secrets() = default;
    QByteArray m_jwt;
    QByteArray m_tickets;
    QByteArray m_credentials;
    QByteArray m_signing;
    QByteArray m_audit;
    Source m_credentialsSource = Source::File;
};

}  // namespace cs

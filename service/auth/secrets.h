#pragma once

#include <QByteArray>
#include <QString>

#include "base/result.h"

namespace cs {

// The keys of this installation, each in a file `<state>/secrets/<name>.key` (folder 0700, files 0600) that is made
// with 32 random bytes at the first start. A value, read once at start; the files hold base64url text.
class Secrets {
public:
    // `jwtOverride` is the configured secret for tokens; if it is not empty, no jwt.key is read or made. Fails with a
    // sentence for the operator if a file can be read by others, is not ours or is damaged.
    static Result<Secrets> load(const QString &stateFolder, const QByteArray &jwtOverride = {});

    // The very text in jwt.key, so that other programs can sign with what they read there.
    const QByteArray &jwt() const { return m_jwt; }
    // 32 bytes each.
    const QByteArray &tickets() const { return m_tickets; }
    const QByteArray &credentials() const { return m_credentials; }
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
};

}  // namespace cs

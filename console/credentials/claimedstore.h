#pragma once

#include <map>
#include <memory>

#include <QObject>

#include "client/credentialstore.h"

class QLockFile;

namespace cs {

// Gives each secret to one running program at a time: a refresh token that two of them use ends the login of both. Who
// comes second is told StoreTrouble::InUse and leaves the secret alone. Owns the locks, one file for each secret that was
// asked for; the kernel's process table tells those of a program that crashed. Lives on one thread; the store outlives it.
class ClaimedStore final : public QObject, public CredentialStore {
    Q_OBJECT
public:
    // `folder` is for this user alone, and the same for all programs on this store; it is made when it is needed.
    ClaimedStore(CredentialStore &store, QString folder, QObject *parent = nullptr);
    ~ClaimedStore() override;

    // Takes the secret for this program, until remove() or the end.
    Async<std::optional<QString>> read(const QString &key) override;
    Async<Done> write(const QString &key, const QString &secret) override;
    // Done, and nothing removed, where it is another program's.
    Async<Done> remove(const QString &key) override;

    // Where the locks of this user's programs are kept.
    static QString lockFolder();

private:
    bool claim(const QString &key);

    CredentialStore &m_store;
    QString m_folder;
    std::map<QString, std::unique_ptr<QLockFile>> m_claims;
};

}  // namespace cs

#pragma once

#include <map>

#include <QObject>

#include "client/credentialstore.h"

namespace cs {

// Keeps the newest refresh token of each sign-in in the keychain, one write at a time and never an older one last. Holds
// a token only until it is stored. Lives on the window's thread; the store outlives it.
class TokenKeeper final : public QObject {
    Q_OBJECT
public:
    explicit TokenKeeper(CredentialStore &store, QObject *parent = nullptr);
    ~TokenKeeper() override;

    void keep(const QString &key, const QString &token);
    // Also nothing that is still to be written will be there.
    void forget(const QString &key);
    Async<std::optional<QString>> find(const QString &key) { return m_store.read(key); }

Q_SIGNALS:
    // The sign-in holds for this session only.
    void notKept(const QString &key, const cs::Error &why);

private:
    void work(const QString &key);
    void onDone(const QString &key, bool wrote, const Result<Done> &result);

    struct Task {
        // Empty: remove it.
        QString token;
        bool running = false;
        // Something newer came while it ran.
        bool again = false;
    };
    CredentialStore &m_store;
    std::map<QString, Task> m_tasks;
};

}  // namespace cs

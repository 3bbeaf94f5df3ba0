#pragma once

#include <chrono>
#include <functional>

#include <QObject>

#include "client/credentialstore.h"

namespace QKeychain {
class Job;
}

namespace cs {

enum class KeyringState;

// Keeps secrets in the keychain of the desktop. Each job ends within its time, whatever the keychain does; a locked
// keychain is told apart from one that has no such secret, and one that was restarted is found again. Lives on one thread
// with an event loop.
class KeychainStore final : public QObject, public CredentialStore {
    Q_OBJECT
public:
    // `service` is the name under which the keychain shows the secrets.
    explicit KeychainStore(QString service, std::chrono::milliseconds timeout = std::chrono::seconds(5),
                           QObject *parent = nullptr);
    ~KeychainStore() override;

    // Fail with a StoreTrouble: NoKeychain, Locked, Denied, TimedOut or Other.
    Async<std::optional<QString>> read(const QString &key) override;
    Async<Done> write(const QString &key, const QString &secret) override;
    Async<Done> remove(const QString &key) override;
    // Whether secrets can be kept there now; Done or why not. For the words on the sign-in page.
    Async<Done> probe();

private:
    // A job is good for one try.
    using MakeJob = std::function<QKeychain::Job *()>;
    // The job that ended, and how the keyring was when it ran; or why none ended.
    using Finished = std::function<void(const QKeychain::Job *job, const Result<KeyringState> &state)>;
    enum class Attempt { First, Second };

    void start(const QString &key, MakeJob make, Finished finished);
    void run(const QString &key, const MakeJob &make, KeyringState state, const Finished &finished, Attempt attempt);

    QString m_service;
    std::chrono::milliseconds m_timeout;
};

}  // namespace cs

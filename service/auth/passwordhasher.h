#pragma once

#include <atomic>

#include <QByteArray>
#include <QString>
#include <QThreadPool>

#include "base/future.h"

namespace cs {

// How dear one password is; a check costs what the stored hash says, a new hash what stands here.
struct PasswordHashParameters {
    int memoryMiB = 64;
    int passes = 3;
};

// How much of that may go on at once.
struct PasswordHashLimits {
    int threads = 1;
    int maxWaiting = 16;
};

// Computes argon2id (RFC 9106, libsodium) off every loop: some at once, some more in a queue, and
// RateLimited for the rest, so that memory is bounded whatever arrives. Service thread. The passwords it is given are
// wiped once they were used.
class PasswordHasher {
public:
    // libsodium is initialised already.
    explicit PasswordHasher(PasswordHashParameters parameters = {}, PasswordHashLimits limits = {});
    // Waits for what is being computed; what waits is cancelled.
    ~PasswordHasher();
    Q_DISABLE_COPY_MOVE(PasswordHasher)

    // In the form of crypto_pwhash_str, which names its parameters.
    Async<QString> hash(const QString &password);
    // Whether the password belongs to the hash. With an empty hash (of nobody) the answer is no, and takes as long.
    Async<bool> verify(const QString &hash, const QString &password);
    // Whether the hash was made with other parameters than today's. Thread-safe.
    bool needsRehash(const QString &hash) const;
    // Running and waiting.
    int pending() const { return *m_pending; }

private:
    template<class T, class Work>
    Async<T> submit(const QString &password, Work work);

    const PasswordHashParameters m_parameters;
    const int m_maxPending;
    std::shared_ptr<std::atomic<int>> m_pending = std::make_shared<std::atomic<int>>(0);
    const Home m_home;
    QThreadPool m_pool;
};

}  // namespace cs

#include "auth/passwordhasher.h"

#include <array>
#include <sys/resource.h>

#include <sodium.h>

namespace cs {

namespace {

constexpr qint64 BusyRetryMs = 1000;
constexpr size_t MiB = 1024 * 1024;

// A password on its way to the worker: one copy, wiped when it is done with.
class WipedBytes {
public:
    explicit WipedBytes(QByteArray bytes) : m_bytes(std::move(bytes)) {}
    WipedBytes(WipedBytes &&) = default;
    ~WipedBytes()
    {
        if (!m_bytes.isNull())
            sodium_memzero(m_bytes.data(), static_cast<size_t>(m_bytes.size()));
    }
    Q_DISABLE_COPY(WipedBytes)

    const char *data() const { return m_bytes.constData(); }
    size_t size() const { return static_cast<size_t>(m_bytes.size()); }

private:
    QByteArray m_bytes;
};

// Counts one computation, from its being queued to its end, however that comes.
class PendingMark {
public:
    explicit PendingMark(std::shared_ptr<std::atomic<int>> count) : m_count(std::move(count)) { ++*m_count; }
    ~PendingMark() { --*m_count; }
    Q_DISABLE_COPY_MOVE(PendingMark)

private:
    std::shared_ptr<std::atomic<int>> m_count;
};

// Whoever is served by the loops comes first. On Linux the priority is the calling thread's own.
void yieldToOthers()
{
    constexpr int niceness = 10;
    ::setpriority(PRIO_PROCESS, 0, niceness);
}

size_t memoryOf(const PasswordHashParameters &parameters)
{
    return static_cast<size_t>(parameters.memoryMiB) * MiB;
}

Error outOfMemory()
{
    return Error::internal(QStringLiteral("a password could not be computed: not enough memory for "
                                          "auth.password_memory_mib"));
}

Result<QString> computeHash(const WipedBytes &password, const PasswordHashParameters &parameters)
{
    std::array<char, crypto_pwhash_STRBYTES> text{};
    if (crypto_pwhash_str(text.data(), password.data(), password.size(),
                          static_cast<unsigned long long>(parameters.passes), memoryOf(parameters))
        != 0)
        return outOfMemory();
    return QString::fromLatin1(text.data());
}

// The same work as a check, for a user there is not.
Result<bool> computeForNobody(const WipedBytes &password, const PasswordHashParameters &parameters)
{
    std::array<unsigned char, crypto_pwhash_SALTBYTES> salt{};
    randombytes_buf(salt.data(), salt.size());
    std::array<unsigned char, 32> out{};
    if (crypto_pwhash(out.data(), out.size(), password.data(), password.size(), salt.data(),
                      static_cast<unsigned long long>(parameters.passes), memoryOf(parameters),
                      crypto_pwhash_ALG_ARGON2ID13)
        != 0)
        return outOfMemory();
    return false;
}

}  // namespace

PasswordHasher::PasswordHasher(PasswordHashParameters parameters, PasswordHashLimits limits)
    : m_parameters(parameters),
      m_maxPending(limits.threads + limits.maxWaiting)
{
    m_pool.setMaxThreadCount(limits.threads);
    m_pool.setObjectName(QStringLiteral("passwords"));
}

PasswordHasher::~PasswordHasher()
{
    m_pool.clear();
    m_pool.waitForDone();
}

template<class T, class Work>
Async<T> PasswordHasher::submit(const QString &password, Work work)
{
    if (pending() >= m_maxPending)
        return failed<T>(Error::rateLimited(BusyRetryMs));
    auto promise = std::make_shared<Promise<T>>();
    auto answer = promise->future();
    auto held = std::make_shared<WipedBytes>(password.toUtf8());
    auto mark = std::make_shared<PendingMark>(m_pending);
    m_pool.start([home = m_home, promise, held, mark, work = std::move(work)]() mutable {
        yieldToOthers();
        auto result = work(*held);
        held.reset();
        mark.reset();
        home.template finish<T>(promise, std::move(result));
    });
    return answer;
}

Async<QString> PasswordHasher::hash(const QString &password)
{
    return submit<QString>(
        password, [parameters = m_parameters](const WipedBytes &bytes) { return computeHash(bytes, parameters); });
}

Async<bool> PasswordHasher::verify(const QString &hash, const QString &password)
{
    return submit<bool>(password,
                        [parameters = m_parameters, text = hash.toLatin1()](const WipedBytes &bytes) -> Result<bool> {
                            if (text.isEmpty())
                                return computeForNobody(bytes, parameters);
                            return crypto_pwhash_str_verify(text.constData(), bytes.data(), bytes.size()) == 0;
                        });
}

bool PasswordHasher::needsRehash(const QString &hash) const
{
    return crypto_pwhash_str_needs_rehash(hash.toLatin1().constData(),
                                          static_cast<unsigned long long>(m_parameters.passes), memoryOf(m_parameters))
           != 0;
}

}  // namespace cs

#include "credentials/keychainstore.h"

#include <qt6keychain/keychain.h>

#include <QPointer>
#include <QTimer>

#include "credentials/secretservice.h"

namespace cs {

namespace {

Error jobError(const QKeychain::Job &job, KeyringState state)
{
    switch (job.error()) {
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser: return storeError(StoreTrouble::Denied);
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented: return storeError(StoreTrouble::NoKeychain);
    case QKeychain::NoError:
    case QKeychain::EntryNotFound:
    case QKeychain::CouldNotDeleteEntry:
    case QKeychain::OtherError: break;
    }
    return state == KeyringState::Absent ? storeError(StoreTrouble::NoKeychain)
                                         : storeError(StoreTrouble::Other, job.errorString());
}

}  // namespace

KeychainStore::KeychainStore(QString service, std::chrono::milliseconds timeout, QObject *parent)
    : QObject(parent),
      m_service(std::move(service)),
      m_timeout(timeout)
{}

KeychainStore::~KeychainStore() = default;

Async<std::optional<QString>> KeychainStore::read(const QString &key)
{
    using Found = std::optional<QString>;
    auto promise = std::make_shared<Promise<Found>>();
    auto answer = promise->future();
    const auto make = [this] { return new QKeychain::ReadPasswordJob(m_service); };
    start(key, make, [promise](const QKeychain::Job *job, const Result<KeyringState> &state) {
        if (!state.ok())
            promise->finish(state.error());
        else if (job->error() == QKeychain::NoError)
            promise->finish(Found(static_cast<const QKeychain::ReadPasswordJob *>(job)->textData()));
        else if (job->error() == QKeychain::EntryNotFound && *state != KeyringState::Absent)
            promise->finish(Found());
        else
            promise->finish(jobError(*job, *state));
    });
    return answer;
}

Async<Done> KeychainStore::write(const QString &key, const QString &secret)
{
    auto promise = std::make_shared<Promise<Done>>();
    auto answer = promise->future();
    const auto make = [this, secret] {
        auto *job = new QKeychain::WritePasswordJob(m_service);
        job->setTextData(secret);
        return job;
    };
    start(key, make, [promise](const QKeychain::Job *job, const Result<KeyringState> &state) {
        if (!state.ok())
            promise->finish(state.error());
        else
            promise->finish(job->error() == QKeychain::NoError ? Result<Done>(Done{}) : jobError(*job, *state));
    });
    return answer;
}

Async<Done> KeychainStore::remove(const QString &key)
{
    auto promise = std::make_shared<Promise<Done>>();
    auto answer = promise->future();
    const auto make = [this] { return new QKeychain::DeletePasswordJob(m_service); };
    start(key, make, [promise](const QKeychain::Job *job, const Result<KeyringState> &state) {
        if (!state.ok()) {
            promise->finish(state.error());
            return;
        }
        const bool gone = job->error() == QKeychain::NoError || job->error() == QKeychain::EntryNotFound;
        promise->finish(gone && *state != KeyringState::Absent ? Result<Done>(Done{}) : jobError(*job, *state));
    });
    return answer;
}

Async<Done> KeychainStore::probe()
{
    return andThen(this, askKeyringState(this, m_timeout), [](KeyringState state) -> Result<Done> {
        switch (state) {
        case KeyringState::Absent: return storeError(StoreTrouble::NoKeychain);
        case KeyringState::Locked: return storeError(StoreTrouble::Locked);
        case KeyringState::Unlocked: return Done{};
        }
        return Done{};
    });
}

// A locked keyring says of every key that it has none, or asks the person and waits: it is asked how it is first.
void KeychainStore::start(const QString &key, MakeJob make, Finished finished)
{
    whenDone(this, askKeyringState(this, m_timeout),
             [this, key, make = std::move(make), finished = std::move(finished)](const Result<KeyringState> &state) {
                 if (!state.ok())
                     finished(nullptr, state);
                 else if (*state == KeyringState::Locked)
                     finished(nullptr, storeError(StoreTrouble::Locked));
                 else
                     run(key, make, *state, finished, Attempt::First);
             });
}

void KeychainStore::run(const QString &key, const MakeJob &make, KeyringState state, const Finished &finished,
                        Attempt attempt)
{
    QKeychain::Job *job = make();
    job->setAutoDelete(false);
    job->setInsecureFallback(false);
    job->setKey(key);
    auto *deadline = new QTimer(this);
    deadline->setSingleShot(true);
    connect(job, &QKeychain::Job::finished, this, [this, job, deadline, key, make, state, finished, attempt] {
        delete deadline;
        job->deleteLater();
        // It is there and open and yet refuses: the session is one with a keyring that is no more.
        const bool strange = job->error() == QKeychain::OtherError && state == KeyringState::Unlocked;
        if (strange && attempt == Attempt::First && forgetKeyringSession())
            run(key, make, state, finished, Attempt::Second);
        else
            finished(job, state);
    });
    connect(deadline, &QTimer::timeout, this, [this, job, deadline, finished] {
        // It still belongs to the keychain, which may answer one day.
        job->disconnect(this);
        job->setAutoDelete(true);
        deadline->deleteLater();
        finished(nullptr, storeError(StoreTrouble::TimedOut));
    });
    deadline->start(m_timeout);
    job->start();
}

}  // namespace cs

#include "moc_keychainstore.cpp"

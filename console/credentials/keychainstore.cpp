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
    auto *job = new QKeychain::ReadPasswordJob(m_service);
    start(job, key, [promise, job](const Result<KeyringState> &state) {
        if (!state.ok())
            promise->finish(state.error());
        else if (job->error() == QKeychain::NoError)
            promise->finish(Found(job->textData()));
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
    auto *job = new QKeychain::WritePasswordJob(m_service);
    job->setTextData(secret);
    start(job, key, [promise, job](const Result<KeyringState> &state) {
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
    auto *job = new QKeychain::DeletePasswordJob(m_service);
    start(job, key, [promise, job](const Result<KeyringState> &state) {
        const bool gone = job->error() == QKeychain::NoError || job->error() == QKeychain::EntryNotFound;
        if (!state.ok())
            promise->finish(state.error());
        else
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
void KeychainStore::start(QKeychain::Job *job, const QString &key, Finished finished)
{
    job->setAutoDelete(false);
    job->setInsecureFallback(false);
    job->setKey(key);
    whenDone(this, askKeyringState(this, m_timeout),
             [this, job, finished = std::move(finished)](const Result<KeyringState> &state) {
                 if (state.ok() && *state != KeyringState::Locked) {
                     run(job, *state, finished);
                     return;
                 }
                 finished(state.ok() ? Result<KeyringState>(storeError(StoreTrouble::Locked)) : state);
                 job->deleteLater();
             });
}

void KeychainStore::run(QKeychain::Job *job, KeyringState state, const Finished &finished)
{
    auto *deadline = new QTimer(this);
    deadline->setSingleShot(true);
    connect(job, &QKeychain::Job::finished, this, [job, deadline, state, finished] {
        delete deadline;
        finished(state);
        job->deleteLater();
    });
    connect(deadline, &QTimer::timeout, this, [this, job, deadline, finished] {
        // It still belongs to the keychain, which may answer one day.
        job->disconnect(this);
        job->setAutoDelete(true);
        deadline->deleteLater();
        finished(storeError(StoreTrouble::TimedOut));
    });
    deadline->start(m_timeout);
    job->start();
}

}  // namespace cs

#include "moc_keychainstore.cpp"

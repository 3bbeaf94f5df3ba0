#include "credentials/claimedstore.h"

#include <QCryptographicHash>
#include <QDir>
#include <QLockFile>
#include <QLoggingCategory>
#include <QStandardPaths>

namespace cs {

namespace {

Q_LOGGING_CATEGORY(lcClaims, "cs.console.credentials", QtInfoMsg)

// A key holds names that people typed: none of them may lead out of the folder.
QString lockName(const QString &key)
{
    const QByteArray digest = QCryptographicHash::hash(key.toUtf8(), QCryptographicHash::Sha256);
    return QString::fromLatin1(digest.toHex()) + QStringLiteral(".lock");
}

}  // namespace

ClaimedStore::ClaimedStore(CredentialStore &store, QString folder, QObject *parent)
    : QObject(parent),
      m_store(store),
      m_folder(std::move(folder))
{}

ClaimedStore::~ClaimedStore() = default;

Async<std::optional<QString>> ClaimedStore::read(const QString &key)
{
    return claim(key) ? m_store.read(key) : failed<std::optional<QString>>(storeError(StoreTrouble::InUse));
}

Async<Done> ClaimedStore::write(const QString &key, const QString &secret)
{
    return claim(key) ? m_store.write(key, secret) : failed(storeError(StoreTrouble::InUse));
}

Async<Done> ClaimedStore::remove(const QString &key)
{
    if (!claim(key))
        return ready<Done>(Done{});
    auto promise = std::make_shared<Promise<Done>>();
    auto answer = promise->future();
    // Held until it is gone: nobody else shall read what is of no use any more.
    whenDone(this, m_store.remove(key), [this, promise, key](const Result<Done> &result) {
        m_claims.erase(key);
        promise->finish(result);
    });
    return answer;
}

QString ClaimedStore::lockFolder()
{
    // One for all desktops of a user, as the keychain is; only where there is none, beside the program's own files.
    const QString running = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    const QString base = running.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
                                           : running;
    return base + QStringLiteral("/camera-console");
}

bool ClaimedStore::claim(const QString &key)
{
    if (m_claims.contains(key))
        return true;
    QDir().mkpath(m_folder);
    auto lock = std::make_unique<QLockFile>(m_folder + u'/' + lockName(key));
    // However long it is held: only the end of its program ends it.
    lock->setStaleLockTime(0);
    if (!lock->tryLock(0)) {
        if (lock->error() == QLockFile::LockFailedError)
            return false;
        // Without locks this is a console like those before, and a single one works.
        qCWarning(lcClaims) << "no lock can be made in" << m_folder << "- two consoles would end each other's sign-in";
    }
    m_claims[key] = std::move(lock);
    return true;
}

}  // namespace cs

#include "moc_claimedstore.cpp"

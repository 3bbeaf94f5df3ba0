#include "credentials/secretservice.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QLibrary>

#include "client/credentialstore.h"

namespace cs {

namespace {

const QString secretsName = QStringLiteral("org.freedesktop.secrets");

using StatePromise = std::shared_ptr<Promise<KeyringState>>;

void finishWith(const StatePromise &promise, const QDBusError &error)
{
    if (error.type() == QDBusError::NoReply || error.type() == QDBusError::TimedOut
        || error.type() == QDBusError::Timeout)
        promise->finish(storeError(StoreTrouble::TimedOut));
    else if (error.type() == QDBusError::AccessDenied)
        // By the bus, as for a program in a sandbox.
        promise->finish(storeError(StoreTrouble::Denied));
    else
        promise->finish(KeyringState::Absent);
}

void send(QObject *context, const QDBusMessage &message, std::chrono::milliseconds timeout,
          std::function<void(QDBusPendingCallWatcher &)> done)
{
    auto *watcher = new QDBusPendingCallWatcher(
        QDBusConnection::sessionBus().asyncCall(message, static_cast<int>(timeout.count())), context);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, context, [watcher, done = std::move(done)] {
        watcher->deleteLater();
        done(*watcher);
    });
}

void askLocked(QObject *context, const QString &collection, std::chrono::milliseconds timeout,
               const StatePromise &promise)
{
    QDBusMessage get = QDBusMessage::createMethodCall(
        secretsName, collection, QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"));
    get << QStringLiteral("org.freedesktop.Secret.Collection") << QStringLiteral("Locked");
    send(context, get, timeout, [promise](QDBusPendingCallWatcher &call) {
        const QDBusPendingReply<QDBusVariant> reply = call;
        if (reply.isError())
            finishWith(promise, reply.error());
        else
            promise->finish(reply.value().variant().toBool() ? KeyringState::Locked : KeyringState::Unlocked);
    });
}

}  // namespace

Async<KeyringState> askKeyringState(QObject *context, std::chrono::milliseconds timeout)
{
    if (!QDBusConnection::sessionBus().isConnected())
        return ready<KeyringState>(KeyringState::Absent);
    const auto promise = std::make_shared<Promise<KeyringState>>();
    auto answer = promise->future();
    QDBusMessage alias = QDBusMessage::createMethodCall(secretsName, QStringLiteral("/org/freedesktop/secrets"),
                                                        QStringLiteral("org.freedesktop.Secret.Service"),
                                                        QStringLiteral("ReadAlias"));
    alias << QStringLiteral("default");
    send(context, alias, timeout, [context, timeout, promise](QDBusPendingCallWatcher &call) {
        const QDBusPendingReply<QDBusObjectPath> reply = call;
        if (reply.isError())
            finishWith(promise, reply.error());
        else if (reply.value().path() == QLatin1String("/"))
            promise->finish(KeyringState::Locked);
        else
            askLocked(context, reply.value().path(), timeout, promise);
    });
    return answer;
}

bool forgetKeyringSession()
{
    // As QtKeychain, which loads it while it runs and passes nothing of it on.
    const auto disconnect = reinterpret_cast<void (*)()>(
        QLibrary::resolve(QStringLiteral("secret-1"), 0, "secret_service_disconnect"));
    if (disconnect)
        disconnect();
    return disconnect != nullptr;
}

}  // namespace cs

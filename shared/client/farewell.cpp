#include "client/farewell.h"

#include <chrono>

#include "api/accounts.h"

namespace cs {

namespace {

// What ending a session at the service may take while nobody waits for it.
constexpr std::chrono::milliseconds FarewellTime{3000};

}  // namespace

void leave(std::unique_ptr<Client> client, std::unique_ptr<PasswordSignIn> signIn, QObject *owner)
{
    if (!client) {
        if (signIn)
            signIn.release()->deleteLater();
        return;
    }
    Client *const leaving = client.release();
    leaving->setParent(owner);
    leaving->close();
    // Dies after the client, which uses it.
    if (signIn)
        signIn.release()->setParent(leaving);
    leaving->deleteLater();
}

void logOutAndLeave(std::unique_ptr<Client> client, std::unique_ptr<PasswordSignIn> signIn, QObject *owner)
{
    Client *const leaving = client.release();
    leaving->setParent(owner);
    signIn.release()->setParent(leaving);
    QObject::connect(leaving, &Client::lost, leaving, &QObject::deleteLater);
    whenDone(leaving, leaving->call<api::Logout>({}, FarewellTime),
             [leaving](const Result<api::Logout::Reply> &) { leaving->deleteLater(); });
}

}  // namespace cs

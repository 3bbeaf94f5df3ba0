#pragma once

#include <memory>

#include "client/client.h"
#include "client/passwordsignin.h"

// How a connection is given up from inside one of its own signals: it and its sign-in go when the event loop runs again,
// and with `owner` at the latest. Neither must be connected with anybody any more.
namespace cs {

// At once. Either may be missing.
void leave(std::unique_ptr<Client> client, std::unique_ptr<PasswordSignIn> signIn, QObject *owner);

// Ends the login at the service first, which may take 3 s and of which nobody hears. The client is ready.
void logOutAndLeave(std::unique_ptr<Client> client, std::unique_ptr<PasswordSignIn> signIn, QObject *owner);

}  // namespace cs

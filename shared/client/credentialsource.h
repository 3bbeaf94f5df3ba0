#pragma once

#include <QString>

#include "base/future.h"

namespace cs {

// Where a client gets the token it signs in with. Asked anew at every sign-in, so that a renewed token is found; lives
// on the client's thread and outlives the client.
class CredentialSource {
public:
    virtual ~CredentialSource() = default;
    // Fails with an Error whose message a person can act on. Neither holds the token.
    virtual Async<QString> token() = 0;
};

}  // namespace cs

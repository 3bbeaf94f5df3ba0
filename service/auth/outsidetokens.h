#pragma once

#include <optional>

#include <QByteArrayView>

#include "auth/tokenholder.h"
#include "base/result.h"

namespace cs {

// Tokens that others sign, such as an OpenID provider. Thread-safe.
class OutsideTokens {
public:
    virtual ~OutsideTokens() = default;
    // Nothing if the token is none of theirs; else whom it speaks for, or Unauthenticated with a reason that discloses
    // nothing. Whether the service knows that user is the caller's business.
    virtual std::optional<Result<TokenHolder>> tryAdmit(QByteArrayView token) const = 0;
};

}  // namespace cs

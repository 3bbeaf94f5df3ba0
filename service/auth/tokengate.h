#pragma once

#include <QByteArray>
#include <QString>

#include "auth/failurelimit.h"
#include "auth/principal.h"
#include "auth/tokenauthority.h"

namespace cs {

// Who a token speaks for, and until when.
struct TokenHolder {
    Principal principal;
    Timestamp expiresAt;
};

// The way in for tokens, from whichever front they come: checks them and counts failures by address. Thread-safe.
class TokenGate {
public:
    // Users the service does not know, which are all as long as it keeps none of its own.
    enum class ForeignUsers { Accept, Refuse };

    // Both outlive this object.
    TokenGate(const TokenAuthority &authority, const Clock &clock, ForeignUsers foreign = ForeignUsers::Accept)
        : m_authority(authority),
          m_failures(clock),
          m_foreign(foreign)
    {}

    // Unauthenticated for a bad token, RateLimited (any token) after too many of them from `address`.
    Result<TokenHolder> admit(const QString &address, QByteArrayView token);

private:
    const TokenAuthority &m_authority;
    FailureLimit m_failures;
    const ForeignUsers m_foreign;
};

}  // namespace cs

#pragma once

#include <QByteArray>
#include <QString>

#include "auth/failurelimit.h"
#include "auth/tokenauthority.h"
#include "auth/tokenholder.h"

namespace cs {

class AccessTokens;
class ApiKeys;
class OutsideTokens;
class RemovedUsers;
class RightsView;

// The way in for tokens and keys, from whichever front they come: finds out what a text is, has it checked, bounds it by
// the rights of the user it speaks for, and counts failures by address. Thread-safe.
class TokenGate {
public:
    // Users of the contract's tokens whom the service does not know.
    enum class ForeignUsers { Accept, Refuse };

    // What it admits besides the contract's tokens, each where it is set, and whose rights it knows. All outlive it.
    struct Sources {
        const AccessTokens *own = nullptr;
        const ApiKeys *keys = nullptr;
        const OutsideTokens *outside = nullptr;
        const RightsView *rights = nullptr;
        const RemovedUsers *removed = nullptr;
    };

    // Both outlive this object.
    TokenGate(const TokenAuthority &authority, const Clock &clock, ForeignUsers foreign = ForeignUsers::Accept)
        : m_authority(authority),
          m_clock(clock),
          m_failures(clock),
          m_foreign(foreign)
    {}
    // Before the first admit().
    void setSources(const Sources &sources) { m_sources = sources; }

    // Unauthenticated for a bad token, RateLimited (a bad one) after too many of them from `address`.
    Result<TokenHolder> admit(const QString &address, QByteArrayView token);
    // Who a holder is by now, with the rights of now. Nothing if what it was admitted by has ended: its login, its key,
    // or the token's own time where there is no login that renews it; nor for who is disabled or removed.
    std::optional<Principal> principalNow(const TokenHolder &holder) const;

private:
    Result<TokenHolder> judge(QByteArrayView token) const;
    Result<TokenHolder> judgeOwn(QByteArrayView token) const;
    Result<TokenHolder> judgeContract(QByteArrayView token) const;
    bool goesOn(const TokenHolder &holder) const;
    bool isOfARemovedUser(const TokenHolder &holder) const;
    Result<TokenHolder> bounded(TokenHolder holder, ForeignUsers foreign) const;

    const TokenAuthority &m_authority;
    const Clock &m_clock;
    FailureLimit m_failures;
    const ForeignUsers m_foreign;
    Sources m_sources;
};

}  // namespace cs

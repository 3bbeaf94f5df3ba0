#pragma once

#include "auth/outsidetokens.h"
#include "base/time.h"
#include "openid/issuers.h"

namespace cs {

// Lets the tokens of outside issuers in. Thread-safe.
class IssuerTokens final : public OutsideTokens {
public:
    // Both outlive this object.
    IssuerTokens(const Issuers &issuers, const Clock &clock) : m_issuers(issuers), m_clock(clock) {}

    std::optional<Result<TokenHolder>> tryAdmit(QByteArrayView token) const override;

private:
    const Issuers &m_issuers;
    const Clock &m_clock;
};

}  // namespace cs

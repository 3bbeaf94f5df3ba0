#include "auth/tokengate.h"

#include <QLoggingCategory>

#include "auth/address.h"

namespace cs {

namespace {
Q_LOGGING_CATEGORY(lcAuth, "cs.auth")
}

Result<TokenHolder> TokenGate::admit(const QString &address, QByteArrayView token)
{
    const QString peer = canonicalAddress(address);
    if (const auto wait = m_failures.shutOutFor(peer))
        return Error::rateLimited(wait->count());
    auto claims = m_authority.verify(token);
    if (claims && m_foreign == ForeignUsers::Refuse)
        claims = Error::unauthenticated(QStringLiteral("the token's user is not known here"));
    if (!claims) {
        m_failures.failed(peer);
        qCInfo(lcAuth).noquote() << "token refused from" << peer << "because"
                                 << claims.error().data.value(QStringLiteral("reason")).toString();
        return claims.error();
    }
    return TokenHolder{Principal::user(claims->userId, claims->role), claims->expiresAt};
}

}  // namespace cs

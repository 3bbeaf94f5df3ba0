#include "auth/sessionrules.h"

#include <sodium.h>

#include "jose/base64url.h"

namespace cs {

namespace {

bool isLogin(const TokenHolder &holder)
{
    return holder.origin.startsWith(u"login:");
}

}  // namespace

SessionId newSessionId()
{
    QByteArray random(16, Qt::Uninitialized);
    randombytes_buf(random.data(), static_cast<size_t>(random.size()));
    return SessionId(QString::fromLatin1(toBase64Url(random)));
}

bool isBounded(const TokenHolder &holder)
{
    return isLogin(holder) || holder.origin.startsWith(u"key:");
}

bool isRenewal(const Session &before, const Session &after)
{
    return isLogin(before.holder) && before.holder.origin == after.holder.origin
           && before.principal.userId == after.principal.userId && before.principal.role == after.principal.role
           && before.address == after.address;
}

}  // namespace cs

#include "audit/auditresult.h"

#include "audit/auditentry.h"
#include "jsonrpc/answers.h"

namespace cs {

namespace {

const char *wordOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Internal: return "internal";
    case ErrorCode::InvalidParams: return "invalid_params";
    case ErrorCode::Unauthenticated: return "unauthenticated";
    case ErrorCode::PermissionDenied: return "permission_denied";
    case ErrorCode::NotFound: return "not_found";
    case ErrorCode::InvalidState: return "invalid_state";
    case ErrorCode::Unsupported: return "unsupported";
    case ErrorCode::RateLimited: return "rate_limited";
    case ErrorCode::DependencyFailed: return "dependency_failed";
    case ErrorCode::Cancelled: return "cancelled";
    }
    return "internal";
}

}  // namespace

QString auditResult(const Error *error)
{
    if (!error)
        return QString::fromLatin1(auditresult::Ok);
    return QStringLiteral("%1 %2").arg(toErrorObject(*error).code).arg(QLatin1String(wordOf(error->code)));
}

}  // namespace cs

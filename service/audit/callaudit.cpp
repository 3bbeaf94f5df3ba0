#include "audit/callaudit.h"

#include "audit/auditresult.h"

namespace cs {

namespace {

bool signsIn(const api::MethodInfo &method)
{
    return method.access == api::Access::Public
           && (method.effect == api::Effect::Write || QLatin1String(method.name) == QLatin1String("authenticate"));
}

bool isRefusal(const Principal &principal, const Error &error)
{
    switch (error.code) {
    case ErrorCode::Unauthenticated:
    case ErrorCode::PermissionDenied:
    case ErrorCode::RateLimited: return true;
    // What somebody may not see answers like what is not there.
    case ErrorCode::NotFound: return !principal.allCameras;
    case ErrorCode::Internal:
    case ErrorCode::InvalidParams:
    case ErrorCode::InvalidState:
    case ErrorCode::Unsupported:
    case ErrorCode::DependencyFailed:
    case ErrorCode::Cancelled: return false;
    }
    return true;
}

}  // namespace

AuditEntry tokenAhead(const Call &call, const QString &user)
{
    return {call.principal.userId,
            call.peer.address,
            QString::fromLatin1(auditaction::TokenAhead),
            user,
            std::nullopt,
            QString::fromLatin1(auditresult::Ok),
            call.requestId};
}

CallAudit::CallAudit(AuditSink &sink, PrincipalLookup principals, UserCheck isUser)
    : m_sink(sink),
      m_principals(std::move(principals)),
      m_isUser(std::move(isUser))
{}

void CallAudit::answered(const Call &call, const api::MethodInfo &method, const QString &target,
                         std::optional<CameraId> device, const Error *error)
{
    const bool changes = method.effect == api::Effect::Write || signsIn(method);
    if (!changes && !(error && isRefusal(call.principal, *error)))
        return;
    AuditEntry entry{call.principal.userId, call.peer.address, QString::fromLatin1(method.name), target, device,
                     auditResult(error),    call.requestId};
    if (signsIn(method)) {
        const bool known = !target.isEmpty() && m_isUser(target);
        if (!known)
            entry.target.clear();
        if (!error)
            entry.username = m_principals(call.peer.id).userId;
        else if (known && entry.username.isEmpty())
            entry.username = target;
    }
    m_sink.record(std::move(entry));
}

}  // namespace cs

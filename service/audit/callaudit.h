#pragma once

#include <functional>

#include "audit/auditsink.h"
#include "rpc/callobserver.h"

namespace cs {

// That this call is about to give out a token for this user.
AuditEntry tokenAhead(const Call &call, const QString &user);

// Tells the trail of calls: every one that changes something or signs somebody in, whatever came of it, and every one
// that was refused for want of rights. Service thread.
class CallAudit final : public CallObserver {
public:
    // Who speaks on a connection now.
    using PrincipalLookup = std::function<Principal(ConnectionId)>;
    // Whether there is a user of this name. People type passwords where their name belongs: what no user is called
    // does not go into the trail.
    using UserCheck = std::function<bool(const QString &name)>;

    // `sink` outlives this object.
    CallAudit(AuditSink &sink, PrincipalLookup principals, UserCheck isUser);

    void answered(const Call &call, const api::MethodInfo &method, const QString &target,
                  std::optional<CameraId> device, const Error *error) override;

private:
    AuditSink &m_sink;
    const PrincipalLookup m_principals;
    const UserCheck m_isUser;
};

}  // namespace cs

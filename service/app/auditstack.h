#pragma once

#include "app/identity.h"
#include "app/store.h"
#include "audit/auditretention.h"
#include "audit/audittrail.h"
#include "audit/auditverification.h"
#include "audit/callaudit.h"
#include "http/downloadobserver.h"

namespace cs {

class Viewers;

// The audit trail and what feeds it: calls, who watches, and who takes files. Service thread; downloaded() from any.
struct AuditStack final : public DownloadObserver {
    // All outlive this object.
    AuditStack(const AuditConfig &config, Store &store, const Identity &identity, const Clock &clock);
    // Writes down who begins and ends to watch, and who was turned away.
    void follow(Viewers &viewers);

    void downloaded(const QString &username, const QString &address, const QString &file,
                    std::optional<CameraId> camera, const Error *error) override;

    AuditTrail trail;
    AuditVerification verification;
    AuditRetention retention;
    CallAudit calls;
};

}  // namespace cs

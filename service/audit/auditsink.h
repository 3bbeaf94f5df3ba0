#pragma once

#include "audit/auditentry.h"

namespace cs {

// Where deeds are written down. Callable from any thread; never waits.
class AuditSink {
public:
    virtual ~AuditSink() = default;
    virtual void record(AuditEntry entry) = 0;
};

}  // namespace cs

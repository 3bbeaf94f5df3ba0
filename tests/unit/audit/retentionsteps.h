#pragma once

#include <QSignalSpy>
#include <QTest>

#include "audit/auditretention.h"
#include "unit/audit/auditrig.h"

namespace cs {

inline AuditRetentionOptions keep(qint64 records)
{
    return {std::chrono::days(0), records, {}};
}

// How many records went; -1 if none came to say so.
inline qint64 look(AuditRig &rig, const AuditRetentionOptions &options)
{
    AuditRetention retention(*rig.table, *rig.trail, rig.clock, options);
    const QSignalSpy looked(&retention, &AuditRetention::looked);
    retention.look();
    if (!QTest::qWaitFor([&] { return !looked.isEmpty(); }, 30000))
        return -1;
    return rig.flush() ? looked.first().first().toLongLong() : -1;
}

// The files on disk are found to be changed at this record.
inline void expectFault(AuditRig &rig, qint64 seq)
{
    const ChainReport report = AuditRig::verifyFiles(rig.folder());
    QVERIFY(!report.valid);
    QVERIFY2(report.firstBadSeq == seq, qPrintable(report.reason));
}

}  // namespace cs

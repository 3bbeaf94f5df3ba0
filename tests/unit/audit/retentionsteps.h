#pragma once

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include "audit/auditcut.h"
#include "audit/auditretention.h"
#include "auditchain/exportreader.h"
#include "support/waitfor.h"
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

// Up to which record the parts in this folder reach: each of them is whole, and begins where the one before ended. -1 if
// that is not so.
inline qint64 partsReach(const QString &folder)
{
    const QDir parts(folder);
    qint64 reached = 0;
    for (const QString &name : parts.entryList({QStringLiteral("*.jsonl")}, QDir::Files, QDir::Name)) {
        QFile file(parts.filePath(name));
        ExportReader reader(std::nullopt);
        const bool isOpen = file.open(QIODevice::ReadOnly);
        Result<bool> done = !isOpen;
        while (done.ok() && !*done)
            done = reader.read(file, 10'000);
        const bool isWhole = isOpen && done.ok() && reader.report().valid;
        if (!isWhole || reader.header()->after.seq != reached) {
            qWarning().noquote() << name << "is not whole, or does not begin behind record" << reached;
            return -1;
        }
        reached = reader.report().lastSeq;
    }
    return reached;
}

inline QString partPath(AuditRig &rig, const QString &folder, qint64 from, qint64 upTo)
{
    return AuditArchive(folder, waitFor(rig.table->status())->origin).pathOf(from, upTo);
}

// As far as a service comes that is killed between the keeping of a part and the giving up of its records.
inline void keepPart(AuditRig &rig, const QString &folder, qint64 upTo)
{
    const auto status = waitFor(rig.table->status());
    const qint64 start = status->start.seq;
    const auto page = waitFor(rig.table->chain(start, upTo, 1000));
    AuditCut cut(*status, upTo, partPath(rig, folder, start + 1, upTo), AuditCut::File::ToMake, rig.clock.now());
    const auto taken = cut.take(*page);
    QVERIFY(taken.ok() && *taken);
}

// The files on disk are found to be changed at this record.
inline void expectFault(AuditRig &rig, qint64 seq)
{
    const ChainReport report = AuditRig::verifyFiles(rig.folder());
    QVERIFY(!report.valid);
    QVERIFY2(report.firstBadSeq == seq, qPrintable(report.reason));
}

}  // namespace cs

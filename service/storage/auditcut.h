#pragma once

#include <memory>

#include <QSaveFile>

#include "auditchain/chainverifier.h"
#include "storage/audittable.h"

namespace cs {

// The oldest records on their way out: they are checked, and written to a file if one is named, before they are given
// up. Nothing that was tampered with goes. Made on any thread, then used by the database thread alone.
class AuditCut {
public:
    // Of the trail as `status` has it, up to the record `upTo`. `archive` is a file to be made, or empty.
    AuditCut(const ChainStatus &status, qint64 upTo, const QString &archive, Timestamp now);

    // A piece. True when all is well and, if a file is named, on the disk.
    Result<bool> look(QSqlDatabase &db);

    const ChainPoint &start() const { return m_status.start; }
    // The last one that goes; after look() has come to its end.
    const ChainPoint &end() const { return m_verifier.at(); }

private:
    Result<Done> open();
    Result<Done> write(const QByteArray &lines);
    Result<bool> finish();

    const ChainStatus m_status;
    const qint64 m_upTo;
    const Timestamp m_now;
    ChainVerifier m_verifier;
    // Without a name there is none.
    QSaveFile m_file;
};

}  // namespace cs

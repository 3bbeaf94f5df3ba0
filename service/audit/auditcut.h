#pragma once

#include <optional>

#include "auditchain/chainverifier.h"
#include "base/time.h"
#include "base/wholefile.h"
#include "storage/audittable.h"

namespace cs {

// The oldest records on their way out: they are checked, and kept in a file if one is named, before they are given up.
// Nothing that was tampered with goes. Writes to a disk that may hang, so it works on a worker; between two pieces it may
// be read by the thread that hands them out.
class AuditCut {
public:
    // Made: by a run that was killed before it gave the records up. They are not kept twice, so that each file goes on
    // where the one before it ends; what it holds must be what goes.
    enum class File { ToMake, Made };

    // Of the trail as `status` has it, up to the record `upTo`. `archive` is a file, or empty.
    AuditCut(const ChainStatus &status, qint64 upTo, const QString &archive, File file, Timestamp now);

    // The records that come next. True when these were the last, all is well and, if a file is named, on the disk.
    Result<bool> take(const ChainPage &page);

    const ChainPoint &start() const { return m_status.start; }
    qint64 upTo() const { return m_upTo; }
    // The last record that was taken.
    const ChainPoint &at() const { return m_verifier.at(); }

private:
    Result<Done> open();
    Result<bool> finish();
    Result<Done> finishFile();
    Result<Done> recognise() const;

    const ChainStatus m_status;
    const qint64 m_upTo;
    const Timestamp m_now;
    ChainVerifier m_verifier;
    // Without a name there is none.
    const QString m_archive;
    const File m_fileIs;
    std::optional<WholeFile> m_file;
};

}  // namespace cs

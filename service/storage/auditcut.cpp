#include "storage/auditcut.h"

#include <unistd.h>

#include <QFileInfo>

#include "auditchain/exportformat.h"
#include "base/syncfolder.h"
#include "storage/auditrows.h"

namespace cs {

namespace {

// With its hashes and its file a piece takes some 10 ms.
constexpr qint64 CutPage = 500;

}  // namespace

AuditCut::AuditCut(const ChainStatus &status, qint64 upTo, const QString &archive, Timestamp now)
    : m_status(status),
      m_upTo(upTo),
      m_now(now),
      m_verifier({status.origin, status.key}, status.start, std::nullopt),
      m_file(archive)
{}

Result<Done> AuditCut::open()
{
    if (!m_file.open(QIODevice::WriteOnly)
        || !m_file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner)) {
        return Error::internal(QStringLiteral("cannot write %1: %2").arg(m_file.fileName(), m_file.errorString()));
    }
    return write(exportLine(ExportHeader{m_status.origin, m_status.key.toText(), m_status.start, m_now, std::nullopt}));
}

Result<Done> AuditCut::write(const QByteArray &lines)
{
    if (m_file.write(lines) != lines.size())
        return Error::internal(QStringLiteral("cannot write %1: %2").arg(m_file.fileName(), m_file.errorString()));
    return Done{};
}

Result<bool> AuditCut::look(QSqlDatabase &db)
{
    const bool archives = !m_file.fileName().isEmpty();
    if (archives && !m_file.isOpen()) {
        if (auto opened = open(); !opened.ok())
            return opened.error();
    }
    const auto page = readAuditChain(db, m_verifier.at().seq, m_upTo, CutPage);
    if (!page.ok())
        return page.error();
    m_verifier.feed(*page);
    if (archives) {
        if (auto written = write(exportLines(*page)); !written.ok())
            return written.error();
    }
    if (!page->last && m_verifier.at().seq < m_upTo && !m_verifier.failed())
        return false;
    return finish();
}

Result<bool> AuditCut::finish()
{
    const ChainReport report = m_verifier.finish();
    if (!report.valid)
        return Error::invalidState(report.reason, QStringLiteral("damaged"), {QStringLiteral("intact")});
    if (report.signedUpTo != m_upTo) {
        return Error::invalidState(QStringLiteral("the signature of record %1 is missing").arg(m_upTo),
                                   QStringLiteral("damaged"), {QStringLiteral("intact")});
    }
    if (m_file.fileName().isEmpty())
        return true;
    if (auto written = write(exportLine(ExportEnd{m_upTo})); !written.ok())
        return written.error();
    // commit() alone notices neither a full disk nor a failing one, and what was archived is given up for good.
    if (!m_file.flush() || ::fsync(m_file.handle()) != 0 || !m_file.commit()
        || !syncFolder(QFileInfo(m_file.fileName()).path()))
        return Error::internal(QStringLiteral("cannot write %1: %2").arg(m_file.fileName(), m_file.errorString()));
    return true;
}

}  // namespace cs

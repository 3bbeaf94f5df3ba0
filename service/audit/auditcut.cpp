#include "audit/auditcut.h"

#include <cerrno>

#include <QDir>
#include <QFileInfo>

#include "auditchain/exportformat.h"
#include "base/syncfolder.h"

namespace cs {

namespace {

// Makes the folder, and clears away what runs that were cut short have left.
void prepareArchive(const QString &folder)
{
    QDir().mkpath(folder);
    const QDir parts(folder);
    for (const QString &draft : parts.entryList({QStringLiteral("audit-*.jsonl.new")}, QDir::Files))
        QFile::remove(parts.filePath(draft));
}

}  // namespace

AuditCut::AuditCut(const ChainStatus &status, qint64 upTo, const QString &archive, Timestamp now)
    : m_status(status),
      m_upTo(upTo),
      m_now(now),
      m_verifier({status.origin, status.key}, status.start, std::nullopt),
      m_archive(archive)
{}

Result<Done> AuditCut::open()
{
    prepareArchive(QFileInfo(m_archive).path());
    auto file = WholeFile::begin(m_archive, 0600);
    if (!file.ok())
        return file.error();
    m_file.emplace(std::move(*file));
    return m_file->write(
        exportLine(ExportHeader{m_status.origin, m_status.key.toText(), m_status.start, m_now, std::nullopt}));
}

Result<bool> AuditCut::take(const ChainPage &page)
{
    if (!m_archive.isEmpty() && !m_file) {
        if (auto opened = open(); !opened.ok())
            return opened.error();
    }
    m_verifier.feed(page);
    if (m_file) {
        if (auto written = m_file->write(exportLines(page)); !written.ok())
            return written.error();
    }
    if (!page.last && m_verifier.at().seq < m_upTo && !m_verifier.failed())
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
    if (!m_file)
        return true;
    if (auto written = m_file->write(exportLine(ExportEnd{m_upTo})); !written.ok())
        return written.error();
    // What was archived is given up for good: the file and its name have to be on the disk before.
    if (auto placed = m_file->putInPlace(); !placed.ok())
        return placed.error();
    if (!syncFolder(QFileInfo(m_archive).path()))
        return Error::internal(QStringLiteral("cannot write %1: %2").arg(m_archive, qt_error_string(errno)));
    return true;
}

}  // namespace cs

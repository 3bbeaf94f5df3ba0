#include "audit/auditcut.h"

#include <cerrno>

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "auditchain/exportformat.h"
#include "auditchain/exportreader.h"
#include "base/syncfolder.h"

namespace cs {

namespace {

Error notWhatGoes(const QString &file, const QString &why)
{
    return Error::invalidState(
        QStringLiteral("%1 is there already and does not hold the records that are to go (%2); move it away")
            .arg(file, why),
        QStringLiteral("damaged"), {QStringLiteral("intact")});
}

Result<ChainReport> readWhole(ExportReader &reader, QFile &file)
{
    constexpr int lines = 1000;
    for (;;) {
        const auto done = reader.read(file, lines);
        if (!done.ok())
            return done.error();
        if (*done)
            return reader.report();
    }
}

}  // namespace

AuditCut::AuditCut(const ChainStatus &status, qint64 upTo, const QString &archive, File file, Timestamp now)
    : m_status(status),
      m_upTo(upTo),
      m_now(now),
      m_verifier({status.origin, status.key}, status.start, std::nullopt),
      m_archive(archive),
      m_fileIs(file)
{}

Result<Done> AuditCut::open()
{
    QDir().mkpath(QFileInfo(m_archive).path());
    auto file = WholeFile::begin(m_archive, 0600);
    if (!file.ok())
        return file.error();
    m_file.emplace(std::move(*file));
    return m_file->write(
        exportLine(ExportHeader{m_status.origin, m_status.key.toText(), m_status.start, m_now, std::nullopt}));
}

Result<bool> AuditCut::take(const ChainPage &page)
{
    if (!m_archive.isEmpty() && m_fileIs == File::ToMake && !m_file) {
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
    if (m_archive.isEmpty())
        return true;
    const auto kept = m_fileIs == File::Made ? recognise() : finishFile();
    if (!kept.ok())
        return kept.error();
    // What was archived is given up for good: the file and its name have to be on the disk before.
    if (!syncFolder(QFileInfo(m_archive).path()))
        return Error::internal(QStringLiteral("cannot write %1: %2").arg(m_archive, qt_error_string(errno)));
    return true;
}

Result<Done> AuditCut::finishFile()
{
    if (auto written = m_file->write(exportLine(ExportEnd{m_upTo})); !written.ok())
        return written.error();
    return m_file->putInPlace();
}

Result<Done> AuditCut::recognise() const
{
    QFile file(m_archive);
    if (!file.open(QIODevice::ReadOnly))
        return Error::internal(QStringLiteral("cannot read %1: %2").arg(m_archive, file.errorString()));
    ExportReader reader(m_status.key);
    const auto report = readWhole(reader, file);
    if (!report.ok() || !report->valid)
        return notWhatGoes(m_archive, report.ok() ? report->reason : report.error().message);
    // The last hash stands for all records before it.
    if (reader.header()->origin != m_status.origin || reader.header()->after != m_status.start
        || reader.at() != m_verifier.at())
        return notWhatGoes(m_archive, QStringLiteral("it holds other ones"));
    return Done{};
}

}  // namespace cs

#include "auditchain/exportreader.h"

#include <QIODevice>

namespace cs {

Result<Done> ExportReader::begin(const ExportedItem &first)
{
    const auto *header = std::get_if<ExportHeader>(&first);
    if (!header)
        return Error::internal(QStringLiteral("it is no exported audit trail: its first line is none of a header"));
    const auto key = m_trusted ? m_trusted : AuditPublicKey::fromText(header->publicKey);
    if (!key)
        return Error::internal(QStringLiteral("its first line holds no public key"));
    m_header = *header;
    m_verifier.emplace(ChainTrust{header->origin, *key}, header->after, header->head);
    if (header->after.seq == 0 && header->after.hash != header->origin)
        m_verifier->broken(QStringLiteral("the first record does not begin where the chain does"));
    return Done{};
}

void ExportReader::take(const ExportedItem &item)
{
    if (m_ended) {
        m_verifier->broken(QStringLiteral("there is more behind the end line"));
    } else if (const auto *record = std::get_if<AuditRecord>(&item)) {
        m_verifier->feed(*record);
    } else if (const auto *checkpoint = std::get_if<SignedPoint>(&item)) {
        m_verifier->feed(*checkpoint);
    } else if (const auto *end = std::get_if<ExportEnd>(&item)) {
        m_ended = true;
        if (end->seq != m_verifier->at().seq)
            m_verifier->broken(QStringLiteral("the file should end with record %1").arg(end->seq));
    } else {
        m_verifier->broken(QStringLiteral("a second header stands where the next record should"));
    }
}

void ExportReader::finishFile()
{
    if (!m_ended)
        m_verifier->broken(QStringLiteral("the file was cut off behind record %1").arg(m_verifier->at().seq));
}

Result<bool> ExportReader::read(QIODevice &file, int lines)
{
    for (int i = 0; i < lines; ++i) {
        const QByteArray line = file.readLine(MaxExportLine);
        if (line.isEmpty()) {
            if (!m_header)
                return Error::internal(QStringLiteral("it is no exported audit trail: it is empty or cannot be read"));
            finishFile();
            return true;
        }
        const auto item = readExportLine(line);
        if (!m_header) {
            const auto begun = item.ok() ? begin(*item) : Result<Done>(item.error());
            if (!begun.ok())
                return begun.error();
        } else if (item.ok()) {
            take(*item);
        } else {
            m_verifier->broken(item.error().message);
        }
        if (m_verifier->failed())
            return true;
    }
    return false;
}

ChainReport ExportReader::report()
{
    return m_verifier->finish();
}

}  // namespace cs

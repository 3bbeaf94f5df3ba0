#pragma once

#include <optional>

#include "auditchain/chainverifier.h"
#include "auditchain/exportformat.h"

class QIODevice;

namespace cs {

// Checks an exported trail line by line. Any one thread.
class ExportReader {
public:
    // With no key of its own it believes the one in the header: then the file proves only that it is of one piece.
    explicit ExportReader(std::optional<AuditPublicKey> trusted) : m_trusted(std::move(trusted)) {}

    // Reads up to `lines` more; true when it is done, at the end of the file or at the first fault.
    Result<bool> read(QIODevice &file, int lines);
    // What it found; read() is done.
    ChainReport report();
    // After the first line.
    const std::optional<ExportHeader> &header() const { return m_header; }
    // The last record that was right; after the first line.
    const ChainPoint &at() const { return m_verifier->at(); }

private:
    Result<Done> begin(const ExportedItem &first);
    void take(const ExportedItem &item);
    void finishFile();

    const std::optional<AuditPublicKey> m_trusted;
    std::optional<ExportHeader> m_header;
    std::optional<ChainVerifier> m_verifier;
    bool m_ended = false;
};

}  // namespace cs

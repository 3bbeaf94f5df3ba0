#pragma once

#include <optional>
#include <variant>

#include <QByteArray>

#include "auditchain/auditkey.h"
#include "auditchain/chainpage.h"
#include "base/result.h"

// An exported trail: JSON lines, one object each. First a header, then the records, each checkpoint behind the record it
// signs, at last an end line; so that a file that was cut off shows.
namespace cs {

struct ExportHeader {
    QByteArray origin;
    QString publicKey;
    // The place before the first record.
    ChainPoint after;
    Timestamp exportedAt;
    // Where the chain ended; only in an export that goes to the end.
    std::optional<SignedPoint> head;
};

// The number of the last record.
struct ExportEnd {
    qint64 seq = 0;
};

QByteArray exportLine(const ExportHeader &header);
QByteArray exportLine(const AuditRecord &record);
QByteArray exportLine(const SignedPoint &checkpoint);
QByteArray exportLine(const ExportEnd &end);
// All of a page, in their order.
QByteArray exportLines(const ChainPage &page);

// Lines of ours are shorter.
inline constexpr qsizetype MaxExportLine = 16 * 1024;

using ExportedItem = std::variant<ExportHeader, AuditRecord, SignedPoint, ExportEnd>;
// The error says what is wrong with the line.
Result<ExportedItem> readExportLine(QByteArrayView line);

}  // namespace cs

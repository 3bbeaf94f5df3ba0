#include "audit/auditarchive.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include "auditchain/hextext.h"
#include "base/wholefile.h"

namespace cs {

namespace {

// Of the hash: so many services share no folder that two of them were alike in it.
constexpr qsizetype trailDigits = 8;
constexpr int numberDigits = 12;

QString numberText(qint64 number)
{
    return QStringLiteral("%1").arg(number, numberDigits, 10, QLatin1Char('0'));
}

}  // namespace

AuditArchive::AuditArchive(QString folder, QByteArrayView origin)
    : m_folder(std::move(folder)),
      m_trail(toHex(origin).left(trailDigits))
{}

QString AuditArchive::beginOfName(qint64 from) const
{
    return QStringLiteral("audit-%1-%2-").arg(m_trail, numberText(from));
}

QString AuditArchive::pathOf(qint64 from, qint64 upTo) const
{
    return QStringLiteral("%1/%2%3.jsonl").arg(m_folder, beginOfName(from), numberText(upTo));
}

std::optional<AuditArchive::Part> AuditArchive::partFrom(qint64 from) const
{
    const QString begin = beginOfName(from);
    std::optional<Part> shortest;
    const QStringList names = QDir(m_folder).entryList({begin + QStringLiteral("*.jsonl")}, QDir::Files);
    for (const QString &name : names) {
        const qint64 upTo = name.sliced(begin.size()).section(u'.', 0, 0).toLongLong();
        const QString path = pathOf(from, upTo);
        if (upTo >= from && QFileInfo(path).fileName() == name && (!shortest || upTo < shortest->upTo))
            shortest = Part{path, upTo};
    }
    return shortest;
}

bool AuditArchive::discardDraft(const QString &part)
{
    // The name stood in the database, where somebody may have written another.
    static const QRegularExpression name(QStringLiteral("\\Aaudit-[0-9a-f]{8}-[0-9]{12,19}-[0-9]{12,19}\\.jsonl\\z"));
    const QFileInfo file(part);
    if (!file.isAbsolute() || !name.match(file.fileName()).hasMatch())
        return true;
    return WholeFile::discardDraft(part);
}

}  // namespace cs

#include "storage/reservedmark.h"

#include <cerrno>
#include <unistd.h>

#include <QFile>
#include <QFileInfo>
#include <QStringList>

#include "auditchain/smallfile.h"
#include "base/syncfolder.h"
#include "base/wholefile.h"
#include "storage/logging.h"

namespace cs {

namespace {

QString markPath(const QString &database)
{
    return database + QStringLiteral(".events-reserved");
}

std::optional<ReservedMark> parseMark(const QByteArray &line)
{
    const QStringList words = QString::fromUtf8(line).trimmed().split(u' ');
    bool isNumber = false;
    const qint64 reserved = words.value(1).toLongLong(&isNumber);
    if (words.size() != 2 || !isNumber)
        return std::nullopt;
    return ReservedMark{words.first(), reserved};
}

}  // namespace

std::optional<ReservedMark> ReservedMark::take(const QString &database)
{
    const auto line = readSmallFile(markPath(database));
    if (!remove(database) || !line.ok() || !*line)
        return std::nullopt;
    return parseMark(**line);
}

Result<Done> ReservedMark::put(const QString &database, const ReservedMark &mark)
{
    const QString path = markPath(database);
    auto written = writeWholeFile(path, QStringLiteral("%1 %2\n").arg(mark.epoch).arg(mark.reserved).toUtf8(), 0600);
    if (written.ok())
        syncFolderOf(path);
    else
        remove(database);
    return written;
}

bool ReservedMark::remove(const QString &database)
{
    const QString path = markPath(database);
    if (::unlink(QFile::encodeName(path).constData()) == 0)
        return syncFolder(QFileInfo(path).absolutePath());
    if (errno == ENOENT)
        return true;
    qCWarning(lcStorage).noquote() << "cannot remove" << path << ':' << qt_error_string(errno);
    return false;
}

}  // namespace cs

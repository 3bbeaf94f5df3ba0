#include "mediamtx/pidfile.h"

#include <QFile>
#include <QSaveFile>

namespace cs {

namespace {

// Far above what such a file holds.
constexpr qint64 MaxFileSize = 8192;

QByteArray firstBytes(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(MaxFileSize) : QByteArray();
}

}  // namespace

std::optional<ProcessMark> markOf(qint64 pid)
{
    if (pid <= 0)
        return std::nullopt;
    const QString folder = QStringLiteral("/proc/%1/").arg(pid);
    const QByteArray stat = firstBytes(folder + QStringLiteral("stat"));
    // The second field is the name in parentheses and may hold anything; the start time is the 22nd, the state the 3rd.
    const QByteArrayList fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    constexpr qsizetype State = 0;
    constexpr qsizetype StartTime = 19;
    if (fields.size() <= StartTime || fields[State] == "Z")
        return std::nullopt;
    QString program = QFile::symLinkTarget(folder + QStringLiteral("exe"));
    // So the kernel calls a program whose file has been replaced meanwhile.
    if (const auto gone = QStringLiteral(" (deleted)"); program.endsWith(gone))
        program.chop(gone.size());
    return ProcessMark{pid, fields[StartTime].toULongLong(), program};
}

bool PidFile::write(const ProcessMark &mark) const
{
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write(QStringLiteral("%1\n%2\n%3\n").arg(mark.pid).arg(mark.startedAt).arg(mark.program).toUtf8());
    // commit() alone does not notice a full disk.
    return file.flush() && file.commit();
}

void PidFile::remove() const
{
    QFile::remove(m_path);
}

std::optional<ProcessMark> PidFile::running() const
{
    const QStringList lines = QString::fromUtf8(firstBytes(m_path)).split(u'\n');
    if (lines.size() < 3)
        return std::nullopt;
    const ProcessMark remembered{lines[0].toLongLong(), lines[1].toULongLong(), lines[2]};
    const auto found = markOf(remembered.pid);
    if (!found || *found != remembered || remembered.program.isEmpty())
        return std::nullopt;
    return found;
}

}  // namespace cs

#include "telemetry/systemprobe.h"

#include <algorithm>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QList>

namespace cs {

namespace {

// Fields of a line, split at blanks.
QList<QByteArray> fieldsOf(const QByteArray &line)
{
    return line.simplified().split(' ');
}

// "MemTotal:       16316412 kB" in bytes.
qint64 kilobytesAfter(const QByteArray &text, QByteArrayView name)
{
    const qsizetype at = text.indexOf(name);
    if (at < 0)
        return 0;
    const qsizetype end = text.indexOf('\n', at);
    const QList<QByteArray> fields = fieldsOf(text.mid(at, end < 0 ? -1 : end - at));
    return fields.size() > 1 ? fields[1].toLongLong() * 1024 : 0;
}

double percent(double part, double whole)
{
    return whole > 0 ? std::clamp(100.0 * part / whole, 0.0, 100.0) : 0.0;
}

}  // namespace

SystemProbe::SystemProbe(const Clock &clock, QString proc)
    : m_clock(clock),
      m_proc(std::move(proc)),
      m_last(cpuTimes()),
      m_measuredAt(clock.steady())
{}

// Files of proc have no size, so they are read to their end.
QByteArray SystemProbe::file(const char *name) const
{
    QFile in(m_proc + u'/' + QString::fromLatin1(name));
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

// The first line of stat: "cpu  user nice system idle iowait irq softirq steal ...", in clock ticks.
SystemProbe::CpuTimes SystemProbe::cpuTimes() const
{
    const QByteArray text = file("stat");
    const QList<QByteArray> fields = fieldsOf(text.left(text.indexOf('\n')));
    constexpr qsizetype idle = 4;
    constexpr qsizetype waiting = 5;
    // The guests' time after these is part of user and nice already.
    constexpr qsizetype end = 9;
    CpuTimes times;
    for (qsizetype i = 1; i < std::min(end, fields.size()); ++i) {
        const quint64 ticks = fields[i].toULongLong();
        times.total += ticks;
        if (i != idle && i != waiting)
            times.busy += ticks;
    }
    return times;
}

SystemFigures SystemProbe::system()
{
    constexpr std::chrono::seconds shortest{1};
    const auto now = m_clock.steady();
    if (now - m_measuredAt >= shortest) {
        const CpuTimes times = cpuTimes();
        // Counters of single processors may fall when one is taken away.
        if (times.total > m_last.total && times.busy >= m_last.busy)
            m_cpuPercent = percent(double(times.busy - m_last.busy), double(times.total - m_last.total));
        m_last = times;
        m_measuredAt = now;
    }
    const QByteArray memory = file("meminfo");
    SystemFigures figures;
    figures.cpuPercent = m_cpuPercent;
    figures.memoryBytes = kilobytesAfter(memory, "MemTotal:");
    const qint64 available = kilobytesAfter(memory, "MemAvailable:");
    figures.memoryPercent = percent(double(figures.memoryBytes - available), double(figures.memoryBytes));
    return figures;
}

qint64 anonymousBytes()
{
    QFile in(QStringLiteral("/proc/self/status"));
    return in.open(QIODevice::ReadOnly) ? kilobytesAfter(in.readAll(), "RssAnon:") : 0;
}

ProcessFigures SystemProbe::process() const
{
    ProcessFigures figures;
    // The program's name stands in parentheses and may hold anything: the fields after it are counted from its end.
    const QByteArray stat = file("self/stat");
    const QList<QByteArray> fields = fieldsOf(stat.mid(stat.lastIndexOf(')') + 1));
    constexpr qsizetype userTime = 11;
    constexpr qsizetype systemTime = 12;
    constexpr qsizetype threads = 17;
    constexpr qsizetype residentPages = 21;
    if (fields.size() > residentPages) {
        const auto ticks = double(fields[userTime].toULongLong() + fields[systemTime].toULongLong());
        figures.cpuSeconds = ticks / double(::sysconf(_SC_CLK_TCK));
        figures.threads = fields[threads].toLongLong();
        figures.residentBytes = fields[residentPages].toLongLong() * ::sysconf(_SC_PAGESIZE);
    }
    // Looking opens one descriptor itself.
    const auto open =
        QDir(m_proc + QStringLiteral("/self/fd")).entryList(QDir::System | QDir::AllEntries | QDir::NoDotAndDotDot);
    figures.openFiles = std::max<qint64>(0, open.size() - 1);
    return figures;
}

}  // namespace cs

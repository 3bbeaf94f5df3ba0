#pragma once

#include <chrono>

#include <QByteArrayView>
#include <QString>

#include "base/time.h"
#include "telemetry/servicemetrics.h"

namespace cs {

// Of this process, what is in memory and is no file's. Any thread.
qint64 anonymousBytes();

// Reads what the kernel counts for the machine and for this process (proc(5)). What cannot be read is 0. Single thread.
class SystemProbe {
public:
    // `clock` outlives this object. `proc` is another folder in tests.
    explicit SystemProbe(const Clock &clock, QString proc = QStringLiteral("/proc"));

    // The processors' use is that of the time since the last measurement, which is at least a second old: who asks more
    // often gets the same figure again. The first answer covers the time since this object was made.
    SystemFigures system();
    ProcessFigures process() const;

private:
    struct CpuTimes {
        quint64 busy = 0;
        quint64 total = 0;
    };
    CpuTimes cpuTimes() const;
    QByteArray file(const char *name) const;

    const Clock &m_clock;
    const QString m_proc;
    CpuTimes m_last;
    std::chrono::steady_clock::time_point m_measuredAt;
    double m_cpuPercent = 0;
};

}  // namespace cs

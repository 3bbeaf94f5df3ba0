#pragma once

#include <optional>

#include <QString>

namespace cs {

// A process told apart from every other one that had or will have its number.
struct ProcessMark {
    qint64 pid = 0;
    // In clock ticks since the machine's start, from /proc.
    quint64 startedAt = 0;
    // The program's file.
    QString program;

    friend bool operator==(const ProcessMark &, const ProcessMark &) = default;
};

// The mark of a process that runs now; nothing if there is none of that number.
std::optional<ProcessMark> markOf(qint64 pid);

// Remembers our child across a crash of ours. Holds only a path.
class PidFile {
public:
    explicit PidFile(const QString &path) : m_path(path) {}

    bool write(const ProcessMark &mark) const;
    void remove() const;
    // The remembered process if it is still that one and still runs; nothing otherwise, also for a damaged file.
    std::optional<ProcessMark> running() const;

private:
    QString m_path;
};

}  // namespace cs

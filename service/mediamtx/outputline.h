#pragma once

#include <QByteArray>
#include <QString>

namespace cs {

// One line of what MediaMTX writes, without its time stamp.
struct OutputLine {
    enum class Level {
        // Routine: who comes and goes, what our own API calls asked for in vain.
        Quiet,
        Warning,
        // An error of the server as a whole: mostly the last words before it ends.
        Fatal,
        // The same before its logger is up: mostly about its configuration.
        StartError,
    };
    Level level = Level::Quiet;
    QString text;
    // Set when the source of a path could not be pulled: it is tried again every few seconds, so this is routine too.
    QString failedPath;
    QString failure;
};

// A line is "2026/11/23 04:46:07 INF text"; before the logger is up "ERR: text" (v1.20.1).
OutputLine toOutputLine(const QByteArray &line);

}  // namespace cs

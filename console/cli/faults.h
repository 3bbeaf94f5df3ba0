#pragma once

#include <QString>

#include "base/error.h"

// What a failure means for whoever called the program.
namespace cs {

// The exit codes; `cameractl --help` promises them.
enum class Exit { Ok = 0, Failed = 1, Usage = 2, NoService = 3, Denied = 4, Interrupted = 130 };

struct Fault {
    Exit exit = Exit::Failed;
    // One sentence on one line: what failed, and what to do.
    QString sentence;
};

// Something on the command line that cannot be obeyed.
Error usageError(const QString &message);
// Something on this machine that failed.
Error localFailure(const QString &message);

Fault explain(const Error &error);

}  // namespace cs

#pragma once

#include <initializer_list>
#include <sys/types.h>

#include <QProcessEnvironment>

class QProcess;

namespace cs {

// For QProcess::setChildProcessModifier(), with the number of this process: the child dies with the thread that starts
// it, however that ends. Runs between fork and exec: system calls only.
void tieToParent(pid_t parent);

// For the end of whoever owns the process: kills what still runs and sees it gone, without another signal. Left to itself
// QProcess would do the same, and warn of it.
void endAtOnce(QProcess &process);

// Our own environment's variables of these names, as far as they are set, and nothing else: it may hold secrets.
QProcessEnvironment inheritedEnvironment(std::initializer_list<const char *> names);

}  // namespace cs

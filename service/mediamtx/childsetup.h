#pragma once

#include <initializer_list>
#include <sys/types.h>

#include <QProcessEnvironment>

namespace cs {

// For QProcess::setChildProcessModifier(), with the number of this process: the child dies with the thread that starts
// it, however that ends. Runs between fork and exec: system calls only.
void tieToParent(pid_t parent);

// Our own environment's variables of these names, as far as they are set, and nothing else: it may hold secrets.
QProcessEnvironment inheritedEnvironment(std::initializer_list<const char *> names);

}  // namespace cs

#include "mediamtx/childsetup.h"

#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>

#include <QProcess>

namespace cs {

void tieToParent(pid_t parent)
{
    // Ctrl-C in a terminal is for the service, which then ends its children in order.
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    // The parent may have died before the line above: who is dead sends no signal any more.
    if (::getppid() != parent)
        ::_exit(1);
}

void endAtOnce(QProcess &process)
{
    process.disconnect();
    if (process.state() == QProcess::NotRunning)
        return;
    process.kill();
    process.waitForFinished();
}

QProcessEnvironment inheritedEnvironment(std::initializer_list<const char *> names)
{
    const QProcessEnvironment ours = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment result;
    for (const char *name : names) {
        if (ours.contains(QLatin1String(name)))
            result.insert(QLatin1String(name), ours.value(QLatin1String(name)));
    }
    return result;
}

}  // namespace cs

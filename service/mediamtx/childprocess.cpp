#include "mediamtx/childprocess.h"

#include <chrono>
#include <csignal>
#include <unistd.h>

#include "mediamtx/childsetup.h"
#include "mediamtx/logging.h"

namespace cs {

using namespace std::chrono_literals;

namespace {

constexpr auto KillAfter = 2s;
constexpr auto StaleCheck = 10ms;
constexpr qsizetype MaxLine = 8192;

}  // namespace

ChildProcess::ChildProcess(const QString &pidFile, QObject *parent) : QObject(parent), m_pidFile(pidFile)
{
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardInputFile(QProcess::nullDevice());
    m_process.setChildProcessModifier([parentPid = ::getpid()] { tieToParent(parentPid); });
    connect(&m_process, &QProcess::started, this, &ChildProcess::onStarted);
    connect(&m_process, &QProcess::readyRead, this, &ChildProcess::onReadyRead);
    connect(&m_process, &QProcess::finished, this, &ChildProcess::onFinished);
    connect(&m_process, &QProcess::errorOccurred, this, &ChildProcess::onError);
    m_staleTimer.setInterval(StaleCheck);
    connect(&m_staleTimer, &QTimer::timeout, this, &ChildProcess::endStale);
    m_killTimer.setSingleShot(true);
    m_killTimer.setInterval(KillAfter);
    connect(&m_killTimer, &QTimer::timeout, this, &ChildProcess::kill);
}

ChildProcess::~ChildProcess()
{
    endAtOnce(m_process);
}

void ChildProcess::start(const QString &program, const QStringList &arguments, const QProcessEnvironment &environment)
{
    Q_ASSERT(!m_active);
    m_active = true;
    m_partialLine.clear();
    m_process.setProgram(program);
    m_process.setArguments(arguments);
    m_process.setProcessEnvironment(environment);
    endStale();
}

bool ChildProcess::killStale()
{
    const auto stale = m_pidFile.running();
    if (!stale)
        return false;
    if (!m_staleTimer.isActive())
        qCWarning(lcMediaMtx) << "ending process" << stale->pid << "that an earlier run left behind";
    ::kill(static_cast<pid_t>(stale->pid), SIGKILL);
    return true;
}

void ChildProcess::endStale()
{
    if (!killStale()) {
        m_staleTimer.stop();
        launch();
        return;
    }
    if (!m_staleTimer.isActive())
        m_staleTimer.start();
}

void ChildProcess::launch()
{
    m_process.start(QIODevice::ReadOnly);
}

void ChildProcess::terminate()
{
    if (!m_active)
        return;
    if (m_process.state() == QProcess::NotRunning) {
        m_staleTimer.stop();
        finish(QStringLiteral("was ended before it started"));
        return;
    }
    m_process.terminate();
    m_killTimer.start();
}

void ChildProcess::kill()
{
    m_process.kill();
}

void ChildProcess::onStarted()
{
    const auto mark = markOf(pid());
    if (!mark || !m_pidFile.write(*mark))
        qCWarning(lcMediaMtx) << "cannot write the pid file; a crash of this service may leave process" << pid();
    Q_EMIT started();
}

void ChildProcess::onReadyRead()
{
    m_partialLine += m_process.readAll();
    qsizetype begin = 0;
    for (qsizetype end; (end = m_partialLine.indexOf('\n', begin)) >= 0; begin = end + 1)
        Q_EMIT line(m_partialLine.mid(begin, end - begin));
    m_partialLine.remove(0, begin);
    if (m_partialLine.size() > MaxLine) {
        Q_EMIT line(m_partialLine.left(MaxLine));
        m_partialLine.clear();
    }
}

void ChildProcess::onFinished(int exitCode, QProcess::ExitStatus status)
{
    onReadyRead();
    m_pidFile.remove();
    finish(status == QProcess::CrashExit ? QStringLiteral("was ended by signal %1").arg(exitCode)
                                         : QStringLiteral("ended with exit code %1").arg(exitCode));
}

void ChildProcess::onError(QProcess::ProcessError error)
{
    // All other errors come with finished().
    if (error == QProcess::FailedToStart)
        finish(QStringLiteral("cannot be started from %1: %2").arg(m_process.program(), m_process.errorString()));
}

void ChildProcess::finish(const QString &how)
{
    m_killTimer.stop();
    m_active = false;
    Q_EMIT ended(how);
}

}  // namespace cs

#include "moc_childprocess.cpp"

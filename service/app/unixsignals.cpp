#include "app/unixsignals.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

#include <QSocketNotifier>

namespace cs {

namespace {

// A signal handler has no other way to find its pipe.
std::atomic<int> handlerPipe{-1};

void onSignal(int)
{
    // Whatever was interrupted may be about to look at it.
    const int errorBefore = errno;
    const char byte = 1;
    [[maybe_unused]] const ssize_t written = ::write(handlerPipe.load(), &byte, 1);
    errno = errorBefore;
}

void onEarlySignal(int)
{
    ::_exit(0);
}

void setHandler(int signal, void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    ::sigaction(signal, &action, nullptr);
}

bool isIgnored(int signal)
{
    struct sigaction action = {};
    return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

void handleEnds(void (*handler)(int))
{
    setHandler(SIGTERM, handler);
    setHandler(SIGINT, handler);
    // Whoever starts us under nohup(1) wants us to outlive the terminal.
    if (!isIgnored(SIGHUP))
        setHandler(SIGHUP, handler);
}

}  // namespace

void endAtOnceOnSignals()
{
    handleEnds(onEarlySignal);
}

UnixSignals::UnixSignals(QObject *parent) : QObject(parent)
{
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        qFatal("cannot make a pipe for signals");
    m_readEnd = ends[0];
    m_writeEnd = ends[1];
    handlerPipe = m_writeEnd;
    handleEnds(onSignal);
    setHandler(SIGPIPE, SIG_IGN);
    m_notifier = new QSocketNotifier(m_readEnd, QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &UnixSignals::onReadable);
}

UnixSignals::~UnixSignals()
{
    // All has been ended in order, and what is left of the process can go at any time.
    endAtOnceOnSignals();
    handlerPipe = -1;
    m_notifier->setEnabled(false);
    ::close(m_readEnd);
    ::close(m_writeEnd);
}

void UnixSignals::onReadable()
{
    char buffer[16];
    while (::read(m_readEnd, buffer, sizeof buffer) > 0)
        Q_EMIT terminationRequested();
}

}  // namespace cs

#include "moc_unixsignals.cpp"

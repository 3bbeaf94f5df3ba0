#include "app/unixsignals.h"

#include <csignal>

#include <sys/signalfd.h>
#include <unistd.h>

#include <QSocketNotifier>

namespace cs {

namespace {

sigset_t handledSignals()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

}  // namespace

UnixSignals::UnixSignals(QObject *parent) : QObject(parent)
{
    const sigset_t set = handledSignals();
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    m_fd = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    m_notifier = new QSocketNotifier(m_fd, QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &UnixSignals::onReadable);
}

UnixSignals::~UnixSignals()
{
    m_notifier->setEnabled(false);
    ::close(m_fd);
}

void UnixSignals::unblockInChild()
{
    const sigset_t set = handledSignals();
    ::sigprocmask(SIG_UNBLOCK, &set, nullptr);
}

void UnixSignals::onReadable()
{
    signalfd_siginfo info;
    while (::read(m_fd, &info, sizeof info) == sizeof info)
        Q_EMIT terminationRequested();
}

}  // namespace cs

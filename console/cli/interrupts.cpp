#include "cli/interrupts.h"

#include <csignal>
#include <sys/signalfd.h>
#include <unistd.h>

namespace cs {

Interrupts::Interrupts()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, nullptr);
    m_descriptor = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    m_notifier = std::make_unique<QSocketNotifier>(m_descriptor, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &Interrupts::onReadable);
}

Interrupts::~Interrupts()
{
    m_notifier.reset();
    close(m_descriptor);
}

void Interrupts::onReadable()
{
    signalfd_siginfo info{};
    while (read(m_descriptor, &info, sizeof info) == sizeof info)
        Q_EMIT interrupted();
}

}  // namespace cs

#include "moc_interrupts.cpp"

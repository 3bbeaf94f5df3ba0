#include "transport/acceptloop.h"

#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <sys/socket.h>

#include "transport/logging.h"

namespace cs {

namespace {

using namespace std::chrono_literals;

UniqueFd spareDescriptor()
{
    return UniqueFd(::open("/dev/null", O_RDONLY | O_CLOEXEC));
}

UniqueFd acceptFrom(int listening)
{
    return UniqueFd(::accept4(listening, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
}

}  // namespace

AcceptLoop::AcceptLoop(UniqueFd listening, Handler handler)
    : m_listening(std::move(listening)),
      m_reserve(spareDescriptor()),
      m_handler(std::move(handler)),
      m_notifier(m_listening.get(), QSocketNotifier::Read)
{
    m_resume.setSingleShot(true);
    m_resume.setInterval(100ms);
    connect(&m_notifier, &QSocketNotifier::activated, this, &AcceptLoop::onReadable);
    connect(&m_resume, &QTimer::timeout, this, [this] { m_notifier.setEnabled(true); });
}

AcceptLoop::~AcceptLoop()
{
    // Before the descriptor it watches is closed.
    m_notifier.setEnabled(false);
}

void AcceptLoop::onReadable()
{
    // A burst must not keep the peers that are there already from being served.
    constexpr int atOnce = 64;
    for (int i = 0; i < atOnce; ++i) {
        switch (acceptOne()) {
        case Step::Accepted:
        case Step::Shed: break;
        case Step::Nothing: return;
        case Step::Stuck: pause(); return;
        }
    }
}

AcceptLoop::Step AcceptLoop::acceptOne()
{
    UniqueFd fd = acceptFrom(m_listening.get());
    if (fd.isValid()) {
        m_shedding = false;
        m_handler(std::move(fd));
        return Step::Accepted;
    }
    switch (errno) {
    case EAGAIN: return Step::Nothing;
    case EMFILE:
    case ENFILE: return shedOne();
    case ENOBUFS:
    case ENOMEM: return Step::Stuck;
    // The peer is gone again, or the net had an error: the next one may do (accept(2)).
    default: return Step::Shed;
    }
}

AcceptLoop::Step AcceptLoop::shedOne()
{
    if (!m_shedding)
        qCWarning(lcTransport)
            << "no file descriptor left: new connections are closed at once; raise the limit of open files";
    m_shedding = true;
    m_reserve.reset();
    const bool shed = acceptFrom(m_listening.get()).isValid();
    const int error = errno;
    m_reserve = spareDescriptor();
    if (shed)
        return Step::Shed;
    return error == EAGAIN ? Step::Nothing : Step::Stuck;
}

void AcceptLoop::pause()
{
    m_notifier.setEnabled(false);
    m_resume.start();
}

}  // namespace cs

#include "moc_acceptloop.cpp"

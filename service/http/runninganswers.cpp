#include "http/runninganswers.h"

#include <sys/socket.h>

#include "http/logging.h"

namespace cs {

namespace {

// At once, with what the kernel still holds for the peer: a peer that reads slowly would go on for a while with that.
void cutOffHard(int socket)
{
    const linger now{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    ::shutdown(socket, SHUT_RDWR);
}

}  // namespace

void RunningAnswers::begun(int socket, MayGoOn mayGoOn)
{
    const std::lock_guard lock(m_mutex);
    m_answers.insert(socket, {++m_lastNumber, std::make_shared<const MayGoOn>(std::move(mayGoOn))});
}

void RunningAnswers::ended(int socket)
{
    const std::lock_guard lock(m_mutex);
    m_answers.remove(socket);
}

void RunningAnswers::tick()
{
    QHash<int, Answer> running;
    {
        const std::lock_guard lock(m_mutex);
        running = m_answers;
    }
    // Not under the lock, for which those wait who send.
    running.removeIf([](auto entry) { return (*entry.value().mayGoOn)(); });
    const std::lock_guard lock(m_mutex);
    for (auto lost = running.cbegin(); lost != running.cend(); ++lost) {
        const auto answer = m_answers.constFind(lost.key());
        // It may have ended meanwhile, and its socket be another's.
        if (answer == m_answers.cend() || answer->number != lost->number)
            continue;
        qCInfo(lcHttp) << "a download was cut off: the right to it was lost";
        cutOffHard(lost.key());
        m_answers.erase(answer);
    }
}

}  // namespace cs

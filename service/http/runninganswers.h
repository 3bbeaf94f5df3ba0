#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include <QHash>

namespace cs {

// Knows the answers that are under way and go on only as long as somebody may have them, and cuts them off when that is
// over: a file takes its time, and rights are lost meanwhile. Thread-safe.
class RunningAnswers {
public:
    using MayGoOn = std::function<bool()>;

    // While the socket is open. One answer at a time has it; `mayGoOn` is asked on the thread of tick().
    void begun(int socket, MayGoOn mayGoOn);
    // Before the socket is closed; also for one that has none.
    void ended(int socket);
    // Asks for each of them. To be called often enough that nobody keeps for long what was taken.
    void tick();

private:
    struct Answer {
        // Tells it from the next one on the same socket.
        quint64 number = 0;
        std::shared_ptr<const MayGoOn> mayGoOn;
    };

    std::mutex m_mutex;
    QHash<int, Answer> m_answers;
    quint64 m_lastNumber = 0;
};

}  // namespace cs

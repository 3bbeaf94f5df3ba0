#pragma once

#include <functional>

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include "base/uniquefd.h"

namespace cs {

// Takes connections from one listening socket, which it owns, and hands them on. Lives on the thread it is made on.
class AcceptLoop : public QObject {
    Q_OBJECT
public:
    using Handler = std::function<void(UniqueFd)>;

    AcceptLoop(UniqueFd listening, Handler handler);
    ~AcceptLoop() override;

    int descriptor() const { return m_listening.get(); }

private:
    enum class Step { Accepted, Shed, Nothing, Stuck };

    void onReadable();
    Step acceptOne();
    Step shedOne();
    void pause();

    UniqueFd m_listening;
    // Given up for a moment when the process has no descriptor left: without one, a waiting connection could not even
    // be refused, and the loop would spin on it.
    UniqueFd m_reserve;
    Handler m_handler;
    QSocketNotifier m_notifier;
    QTimer m_resume;
    bool m_shedding = false;
};

}  // namespace cs

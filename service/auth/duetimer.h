#pragma once

#include <optional>

#include <QObject>
#include <QTimer>

#include "base/time.h"

namespace cs {

// Wakes its owner when the wall clock has come to a moment. That clock may be set while timers run by another one, so it
// wakes every 30 s at least: whoever is woken looks what is due, and awaits the next moment. Lives on its owner's thread.
class DueTimer : public QObject {
    Q_OBJECT
public:
    // `clock` outlives this object.
    explicit DueTimer(const Clock &clock);
    // In place of what was awaited before; nothing: never.
    void await(std::optional<Timestamp> moment);

Q_SIGNALS:
    void woken();

private:
    const Clock &m_clock;
    QTimer m_timer;
};

}  // namespace cs

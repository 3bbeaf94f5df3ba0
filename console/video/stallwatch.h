#pragma once

#include <chrono>
#include <functional>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace cs {

// Tells from the age of the last picture whether it still moves: read errors come late or not at all when a server
// freezes. Window's thread.
class StallWatch : public QObject {
    Q_OBJECT
public:
    using Age = std::function<std::chrono::milliseconds()>;

    explicit StallWatch(Age age, QObject *parent = nullptr);

    // Watches from now on: looks four times in `limit`, and not before a whole `limit` has passed.
    void start(std::chrono::milliseconds limit);
    void stop();
    bool isStalled() const { return m_stalled; }
    // A look now; called by the timer.
    void check();

Q_SIGNALS:
    void stalled();
    // After stalled(): a fresh picture came.
    void moving();

private:
    Age m_age;
    QTimer m_timer;
    QElapsedTimer m_started;
    std::chrono::milliseconds m_limit{0};
    bool m_stalled = false;
};

}  // namespace cs

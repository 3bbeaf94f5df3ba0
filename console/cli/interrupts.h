#pragma once

#include <memory>

#include <QObject>
#include <QSocketNotifier>

namespace cs {

// Turns SIGINT and SIGTERM into a signal of the event loop, from its construction on. One per program, made before any
// other thread.
class Interrupts : public QObject {
    Q_OBJECT
public:
    Interrupts();
    ~Interrupts() override;

Q_SIGNALS:
    void interrupted();

private:
    void onReadable();

    int m_descriptor;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

}  // namespace cs

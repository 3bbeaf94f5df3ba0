#pragma once

#include <QTimer>

namespace cs {

// Tells the service manager how we are (sd_notify(3)): ready, stopping, and the watchdog from the service thread's own
// loop, so that a hung loop is noticed. Does nothing where no manager asks. Service thread.
class Notifier {
public:
    void ready();
    void stopping();

private:
    QTimer m_watchdog;
};

}  // namespace cs

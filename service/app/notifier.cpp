#include "app/notifier.h"

#include <systemd/sd-daemon.h>

namespace cs {

void Notifier::ready()
{
    sd_notify(0, "READY=1");
    uint64_t interval = 0;
    if (sd_watchdog_enabled(0, &interval) <= 0)
        return;
    QObject::connect(&m_watchdog, &QTimer::timeout, &m_watchdog, [] { sd_notify(0, "WATCHDOG=1"); });
    // Half the interval, as sd_watchdog_enabled(3) advises.
    m_watchdog.start(std::chrono::milliseconds(interval / 2000));
}

void Notifier::stopping()
{
    sd_notify(0, "STOPPING=1");
}

}  // namespace cs

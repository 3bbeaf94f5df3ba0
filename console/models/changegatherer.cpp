#include "models/changegatherer.h"

#include <chrono>
#include <utility>

namespace cs {

ChangeGatherer::ChangeGatherer()
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(std::chrono::milliseconds(50));
    connect(&m_timer, &QTimer::timeout, this, [this] { Q_EMIT changed(std::exchange(m_changed, {})); });
}

void ChangeGatherer::mark(CameraId device)
{
    m_changed.insert(device);
    if (!m_timer.isActive())
        m_timer.start();
}

}  // namespace cs

#include "moc_changegatherer.cpp"

#pragma once

#include <set>

#include <QObject>
#include <QTimer>

#include "base/ids.h"

namespace cs {

// Gathers which cameras changed for 50 ms and then tells them together, so that many events cost one repaint. Lives on
// the thread of its owner.
class ChangeGatherer final : public QObject {
    Q_OBJECT
public:
    ChangeGatherer();

    void mark(CameraId device);
    void forget(CameraId device) { m_changed.erase(device); }
    void forgetAll() { m_changed.clear(); }

Q_SIGNALS:
    void changed(const std::set<cs::CameraId> &devices);

private:
    std::set<CameraId> m_changed;
    QTimer m_timer;
};

}  // namespace cs

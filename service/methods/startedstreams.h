#pragma once

#include <optional>

#include <QHash>

#include "base/ids.h"
#include "base/time.h"

namespace cs {

// Remembers who asked for which stream since when, so that stop_streaming can say for how long. Bounded: an entry ends
// with stop_streaming, and at most MaxEntries are kept. Service thread only.
class StartedStreams {
public:
    static constexpr qsizetype MaxEntries = 10000;

    // Asking again keeps the first time.
    Timestamp start(const QString &userId, CameraId camera, Timestamp now);
    // Since when; nothing if this user had not started it.
    std::optional<Timestamp> stop(const QString &userId, CameraId camera);

private:
    using Key = std::pair<QString, CameraId>;
    QHash<Key, Timestamp> m_started;
};

}  // namespace cs

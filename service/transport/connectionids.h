#pragma once

#include <atomic>

#include "base/ids.h"

namespace cs {

// Never the same one twice, whatever kind of peer it is for. Thread-safe.
inline ConnectionId nextConnectionId()
{
    static std::atomic<quint64> last = 0;
    return ConnectionId{++last};
}

}  // namespace cs

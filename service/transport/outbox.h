#pragma once

#include <functional>
#include <mutex>
#include <vector>

#include <QByteArray>
#include <QString>

#include "base/ids.h"

namespace cs {

// The queue in front of the front thread: anyone puts, the front thread takes all at once. Thread-safe.
class Outbox {
public:
    struct Item {
        enum class Kind { Send, Close };
        ConnectionId to{};
        Kind kind = Kind::Send;
        QByteArray message{};
        QString reason{};
        // Of RFC 6455, section 7.4.1.
        quint16 code = 1000;
    };

    // From now on items are kept; `wake` is called, on any thread and under the lock, when there are some to take.
    void open(std::function<void()> wake);
    // From now on items are dropped.
    void shut();
    void put(Item item);
    // The front thread promises to take soon by itself, so nobody needs to wake it; ends with the next take().
    void hold();
    std::vector<Item> take();

private:
    std::mutex m_mutex;
    std::function<void()> m_wake;
    std::vector<Item> m_items;
    bool m_awake = false;
};

}  // namespace cs

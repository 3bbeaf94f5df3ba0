#include "transport/outbox.h"

namespace cs {

void Outbox::open(std::function<void()> wake)
{
    const std::lock_guard lock(m_mutex);
    m_wake = std::move(wake);
}

void Outbox::shut()
{
    const std::lock_guard lock(m_mutex);
    m_wake = nullptr;
    m_items.clear();
    m_awake = false;
}

void Outbox::put(Item item)
{
    const std::lock_guard lock(m_mutex);
    if (!m_wake)
        return;
    m_items.push_back(std::move(item));
    if (!m_awake) {
        m_awake = true;
        m_wake();
    }
}

void Outbox::hold()
{
    const std::lock_guard lock(m_mutex);
    m_awake = true;
}

std::vector<Outbox::Item> Outbox::take()
{
    const std::lock_guard lock(m_mutex);
    m_awake = false;
    return std::exchange(m_items, {});
}

}  // namespace cs

#pragma once

#include <atomic>
#include <memory>
#include <optional>

namespace cs {

// One call under way; given back when destroyed, on whatever thread. Move-only.
class InFlightSlot {
public:
    InFlightSlot() = default;
    explicit InFlightSlot(std::shared_ptr<std::atomic<int>> count) : m_count(std::move(count)) {}
    InFlightSlot(InFlightSlot &&) noexcept = default;
    InFlightSlot &operator=(InFlightSlot &&other) noexcept
    {
        std::swap(m_count, other.m_count);
        return *this;
    }
    InFlightSlot(const InFlightSlot &) = delete;
    InFlightSlot &operator=(const InFlightSlot &) = delete;
    ~InFlightSlot()
    {
        if (m_count)
            --*m_count;
    }

private:
    std::shared_ptr<std::atomic<int>> m_count;
};

// Counts the calls of one connection that are under way. Taken from one thread, given back from any.
class InFlightCounter {
public:
    // Nothing if `limit` calls are under way.
    std::optional<InFlightSlot> take(int limit)
    {
        if (*m_count >= limit)
            return std::nullopt;
        ++*m_count;
        return InFlightSlot(m_count);
    }
    int count() const { return *m_count; }

private:
    std::shared_ptr<std::atomic<int>> m_count = std::make_shared<std::atomic<int>>(0);
};

}  // namespace cs

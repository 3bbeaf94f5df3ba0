#pragma once

#include <atomic>
#include <chrono>

namespace cs {

// How long a worker may wait for its server, and the flag by which the window's thread ends it. Both are latched: FFmpeg
// swallows one interruption and goes on, so what has expired once stays expired. All but abort() belongs to the worker.
class Patience {
public:
    using Clock = std::chrono::steady_clock;

    // Thread-safe.
    void abort() { m_aborted.store(true, std::memory_order_relaxed); }
    bool aborted() const { return m_aborted.load(std::memory_order_relaxed); }

    // From now on the server may be silent for `silence`, and all in all take `total`.
    void allow(std::chrono::milliseconds silence, std::chrono::milliseconds total);
    void allow(std::chrono::milliseconds silence) { allow(silence, silence); }
    // Nothing is waited for: time does not count.
    void rest() { m_resting = true; }
    // The server said something.
    void progress();
    // For saying good-bye after an abort, at most: interrupted() then tells this time alone.
    void allowFarewell(std::chrono::milliseconds time);

    bool expired() const { return m_expired; }
    // Whether to give up now. Latches expired().
    bool interrupted();
    // AVIOInterruptCB; `opaque` is the Patience.
    static int callback(void *opaque);

private:
    std::atomic<bool> m_aborted{false};
    std::chrono::milliseconds m_silence{0};
    Clock::time_point m_silentUntil;
    Clock::time_point m_end;
    bool m_expired = false;
    bool m_resting = true;
    bool m_farewell = false;
};

}  // namespace cs

#pragma once

#include <chrono>

namespace cs {

// How often and how soon a lost connection is made again. The wait doubles from `first` to `longest`.
struct RetryPolicy {
    static constexpr int forEver = -1;

    // Tries after each loss; 0: a lost connection stays lost.
    int tries = 0;
    std::chrono::milliseconds first{1000};
    std::chrono::milliseconds longest{30000};

    bool allows(int triesDone) const { return tries == forEver || triesDone < tries; }
    // The wait before try number `triesDone` (from 0). `random` is in [0, 1): it spreads the wait by a fifth either
    // way, so that the clients of a restarted service do not all come at once.
    std::chrono::milliseconds delay(int triesDone, double random) const;
};

}  // namespace cs

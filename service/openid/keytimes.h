#pragma once

#include <chrono>

namespace cs {

// How often keys are fetched, and how long they last.
struct KeyTimes {
    // Without any cause.
    std::chrono::milliseconds refreshEvery = std::chrono::minutes(10);
    // For an unknown key, and after a failure: at most this often, and never more.
    std::chrono::milliseconds retryAfter = std::chrono::minutes(1);
    // One fetch, from its start to its last byte.
    std::chrono::milliseconds deadline = std::chrono::seconds(5);
    // Keys that could not be fetched anew for so long are forgotten: the issuer may have withdrawn them.
    std::chrono::milliseconds keepFor = std::chrono::hours(24);
};

}  // namespace cs

#include "client/retrypolicy.h"

#include <algorithm>

namespace cs {

std::chrono::milliseconds RetryPolicy::delay(int triesDone, double random) const
{
    auto wait = first;
    for (int i = 0; i < triesDone && wait < longest; ++i)
        wait *= 2;
    wait = std::min(wait, longest);
    const double spread = 0.8 + 0.4 * std::clamp(random, 0.0, 1.0);
    return std::chrono::milliseconds(
        static_cast<std::chrono::milliseconds::rep>(static_cast<double>(wait.count()) * spread));
}

}  // namespace cs

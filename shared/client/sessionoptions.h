#pragma once

#include "client/client.h"

namespace cs {

// A console says within 5 s that a connection is lost, also one that just went silent.
ClientOptions consoleConnection();

// How a Session keeps its connection and its tokens.
struct SessionOptions {
    ClientOptions client = consoleConnection();
    // Whether the tokens are renewed before they end, so that the session goes on without a gap.
    bool renewEarly = true;
};

}  // namespace cs

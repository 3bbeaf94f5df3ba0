#pragma once

#include <sys/socket.h>

#include "base/uniquefd.h"

namespace cs {

// A connection whose other end tells whether this one was cut off.
struct SocketPair {
    SocketPair()
    {
        int fds[2] = {-1, -1};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds) == 0) {
            ours.reset(fds[0]);
            theirs.reset(fds[1]);
        }
    }
    bool isCutOff() const
    {
        char byte = 0;
        return ::recv(theirs.get(), &byte, 1, 0) == 0;
    }
    UniqueFd ours;
    UniqueFd theirs;
};

}  // namespace cs

#pragma once

#include <optional>

#include <QString>

#include "auth/principal.h"
#include "rpc/peer.h"

namespace cs {

// What a handler knows of its caller. A value; it may be kept until the answer.
struct Call {
    PeerInfo peer;
    Principal principal;
    std::optional<SessionId> session;
    // Stands in the log lines and in -32603 answers of this request.
    QString requestId;
};

}  // namespace cs

#pragma once

#include <vector>

#include <QString>

#include "base/result.h"
#include "base/uniquefd.h"

namespace cs {

// Opens TCP sockets that listen: one for an address, one for all interfaces (IPv4 and IPv6), two for "localhost".
// `port` 0 takes a free one. Fails with a sentence for the operator.
Result<std::vector<UniqueFd>> listenOnTcp(const QString &host, quint16 port, int backlog);

// Opens a Unix socket that listens, for its owner only (mode 0600). A file that nobody answers on is replaced, a living
// one is not. Fails with a sentence for the operator.
Result<UniqueFd> listenOnPath(const QString &path, int backlog);

}  // namespace cs

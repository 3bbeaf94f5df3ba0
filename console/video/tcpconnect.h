#pragma once

#include <optional>
#include <utility>

#include <QString>

#include "base/uniquefd.h"
#include "video/problem.h"

namespace cs {

class Patience;

// Connects to a host by name or address, trying each of its addresses; waits, and gives up with the patience (but for the
// name look-up, which nothing can interrupt).
std::pair<UniqueFd, std::optional<VideoProblem>> tcpConnect(const QString &host, quint16 port, Patience &patience);

}  // namespace cs

#pragma once

#include <optional>

#include "base/error.h"
#include "jsonrpc/answers.h"

namespace cs {

// An error answer as the service sent it: number, message, data. The texts are not ours: clean them before they reach
// a terminal.
using RemoteError = ErrorObject;

// The same as an Error: message and data are kept, and the number travels in one more member of data, so that
// remoteErrorOf() gives back exactly what came in.
Error toError(const RemoteError &remote);
// Nothing for errors that did not come from the service.
std::optional<RemoteError> remoteErrorOf(const Error &error);

}  // namespace cs

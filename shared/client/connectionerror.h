#pragma once

#include <QString>

#include "base/error.h"

namespace cs {

// A failure of the way to the service, as against an answer of the service: not reachable, lost, silent.
// `hint` says what to try; it is kept in data.hint.
Error connectionError(const QString &message, const QString &hint = {});
bool isConnectionError(const Error &error);

}  // namespace cs

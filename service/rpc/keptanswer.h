#pragma once

#include <optional>

#include <QByteArray>

#include "base/result.h"

namespace cs {

// Whether the error is what every repetition of the call should get: the call came to a decision. After the others
// (broken params, no right, too many calls, a dependency that failed) the same call may be made again.
bool isFinal(const Error &error);
// A final error as JSON text, to be stored.
QByteArray keptError(const Error &error);
// Nothing for what keptError() does not write.
std::optional<Error> errorOfKept(const QByteArray &text);

}  // namespace cs

#pragma once

#include <QString>

namespace cs {

// A short name for one request, unique for the life of the process and most likely between its starts. Thread-safe.
QString nextRequestId();

}  // namespace cs

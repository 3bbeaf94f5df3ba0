#pragma once

#include <QString>

#include "base/error.h"

namespace cs {

// "ok", or as in "-32001 unauthenticated".
QString auditResult(const Error *error);

}  // namespace cs

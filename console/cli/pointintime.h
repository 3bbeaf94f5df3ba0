#pragma once

#include <QString>

#include "base/result.h"
#include "base/time.h"

namespace cs {

// The value of the option `name`: a moment (2026-11-23T02:21:44Z, 2026-11-23 02:21, 2026-11-23; in the zone of this
// machine where none is given), or a length that goes back from `now` (2h, 7d). What does not fit is a usageError().
Result<Timestamp> momentOption(const QString &name, const QString &text, Timestamp now);

}  // namespace cs

#pragma once

#include <optional>

#include <QByteArray>
#include <QByteArrayView>

#include "base/time.h"

namespace cs {

// IMF-fixdate (RFC 9110 section 5.6.7): Sun, 06 Nov 1994 08:49:37 GMT. Whole seconds, rounded down.
QByteArray toHttpDate(Timestamp time);
// Takes that form alone; the two old ones count as no date.
std::optional<Timestamp> fromHttpDate(QByteArrayView text);

}  // namespace cs

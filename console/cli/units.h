#pragma once

#include <chrono>
#include <optional>

#include <QString>

#include "base/time.h"

// Times and sizes as people write and read them.
namespace cs {

// 10s, 5m, 1h, 2d, 1h30m; a bare number is seconds. Nothing for anything else, for zero, and beyond ten years.
std::optional<std::chrono::seconds> parseDuration(const QString &text);
// Says in words what parseDuration() takes.
QString durationRule();

// 0:07, 2:05, 1:02:03: a clock that runs.
QString clockText(std::chrono::seconds duration);
// 7.3 s, 2 min 5 s, 1 h 2 min, 3 d 4 h: a length.
QString lengthText(double seconds);
// 999 B, 1.2 kB, 34.5 MB.
QString sizeText(qint64 bytes);
// 2026-11-23 02:21:44 in the zone of this machine.
QString localTime(Timestamp time);

}  // namespace cs

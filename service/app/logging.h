#pragma once

#include "config/config.h"

namespace cs {

// Sends all log lines to standard error in the given form: text with level, time and category, or one JSON object a
// line. Where standard error is systemd's journal (JOURNAL_STREAM) text lines carry the syslog level in front instead
// of the time. Call once, from main, before any thread starts.
void installLogging(const LogConfig &config);

}  // namespace cs

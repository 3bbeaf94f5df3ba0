#pragma once

#include <QByteArray>

#include "base/time.h"
#include "http/httpmessage.h"

namespace cs {

// How one state of a file is told from another (RFC 9110 section 8.8).
struct Validators {
    // Strong, in its quotes.
    QByteArray etag;
    Timestamp modified;
};

// Whether the client has this very state already, by If-None-Match, else by If-Modified-Since.
bool isNotModified(const HttpRequest &request, const Validators &validators);

// Whether a Range may be honoured: no If-Range, or one that names this very state. A date does so only if it is
// exact and the file had been at rest for over a second: two states within one second have the same date.
bool rangeStillFits(const HttpRequest &request, const Validators &validators, Timestamp now);

}  // namespace cs

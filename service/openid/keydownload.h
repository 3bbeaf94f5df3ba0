#pragma once

#include <chrono>

#include <QNetworkAccessManager>
#include <QUrl>

#include "base/future.h"

namespace cs {

// Gets one small text over HTTP or HTTPS: status 200, at most `maxBytes`, all of it within `deadline`. No redirects, no
// cookies, no compression, no certificate that the system does not trust. DependencyFailed with a reason that holds neither the
// address nor what came.
Async<QByteArray> downloadText(QNetworkAccessManager &network, const QUrl &url, std::chrono::milliseconds deadline,
                               qsizetype maxBytes);

}  // namespace cs

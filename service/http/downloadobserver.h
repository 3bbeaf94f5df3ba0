#pragma once

#include <optional>

#include <QString>

#include "base/error.h"
#include "base/ids.h"

namespace cs {

// Hears who took which file. Called on the server's threads: implementations are thread-safe and never wait.
class DownloadObserver {
public:
    virtual ~DownloadObserver() = default;
    // Once for each file that is sent from its beginning, and for each request that was refused for want of a token;
    // the later parts of a file are no news. `file` as in "recordings/NAME"; `error` is null if it was sent.
    virtual void downloaded(const QString &username, const QString &address, const QString &file,
                            std::optional<CameraId> camera, const Error *error) = 0;
};

}  // namespace cs

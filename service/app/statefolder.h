#pragma once

#include <QString>

#include "base/result.h"

namespace cs {

// Owns the state folder (mode 0700) while it lives: a lock in it forbids a second service on the same state. The
// kernel frees the lock when the process ends, however it ends. Main thread.
class StateFolder {
public:
    StateFolder() = default;
    StateFolder(const StateFolder &) = delete;
    StateFolder &operator=(const StateFolder &) = delete;
    ~StateFolder();

    // Makes the folder if it is missing, and waits up to 3 s for another service that ends. Fails with a sentence for
    // people: unwritable, or already in use by whom.
    Result<Done> take(const QString &path);
    const QString &path() const { return m_path; }

private:
    QString m_path;
    int m_lock = -1;
};

// Makes a folder for media (mode 0750) if it is missing and sees to it that it can be written. On a full disk it may stay
// missing: whoever writes into it tries again.
Result<Done> ensureWritableFolder(const QString &path);

}  // namespace cs

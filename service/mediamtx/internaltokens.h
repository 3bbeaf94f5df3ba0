#pragma once

#include <QByteArray>
#include <QHash>
#include <QMutex>
#include <QString>

#include <chrono>
#include <optional>

#include "base/time.h"
#include "mediamtx/streamauthority.h"

namespace cs {

// The tokens by which our own ffmpeg, recorder and snapshots log in at MediaMTX; they live in memory alone and serve
// loopback addresses only. Thread-safe: made on the service thread, checked on the authorisation endpoint's.
class InternalTokens {
public:
    enum class Verdict { Unknown, Admitted, Refused };
    // An unused publisher token is worthless after this time.
    static constexpr std::chrono::seconds UnusedLife{10};

    explicit InternalTokens(const Clock &clock) : m_clock(clock) {}

    // A token for one start of one publisher: the first session that uses it owns it, for publishing to `path` alone.
    QByteArray forPublisher(const QString &path);
    // Ends a publisher's token; for the end of its process.
    void forget(const QByteArray &publisherToken);
    // The token our own readers of `path` use: the same one for the life of this object.
    QByteArray forReader(const QString &path);

    // Unknown means: not one of ours, ask the StreamAuthority.
    Verdict check(const StreamRequest &request);

private:
    struct Publisher {
        QString path;
        std::chrono::steady_clock::time_point madeAt;
        QString sessionId;
    };

    Verdict checkPublisher(Publisher &publisher, const StreamRequest &request) const;
    void dropStale();

    const Clock &m_clock;
    QMutex m_mutex;
    QHash<QByteArray, Publisher> m_publishers;
    // By path, and the way back.
    QHash<QString, QByteArray> m_readers;
    QHash<QByteArray, QString> m_readerPaths;
};

}  // namespace cs

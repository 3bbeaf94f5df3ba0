#pragma once

#include <chrono>

#include <QByteArray>
#include <QHash>
#include <QMutex>
#include <QQueue>
#include <QSet>
#include <QString>

#include "base/time.h"
#include "mediamtx/streamauthority.h"

namespace cs {

// The tokens by which our own ffmpeg, recorder, snapshots and API client log in at MediaMTX; they live in memory alone
// and serve this machine only. Thread-safe: made on the service thread, checked on the authorisation endpoint's.
class InternalTokens {
public:
    enum class Verdict { Unknown, Admitted, Refused };
    // A publisher token must be used within this time and is worthless afterwards.
    static constexpr std::chrono::seconds PublisherLife{10};

    // `clock` outlives this object.
    explicit InternalTokens(const Clock &clock);

    // Where our own connections come from when MediaMTX serves on one outer address instead of loopback.
    void setOwnAddress(const QString &address);

    // A token for one start of one publisher: the first session that publishes to `path` with it owns it, no other
    // session ever gets in. Make it right before the start.
    QByteArray forPublisher(const QString &path);
    // The token of our own readers of `path`: the same one until it is forgotten.
    QByteArray forReader(const QString &path);
    // The path is gone for good: its token opens nothing any more.
    void forgetReader(const QString &path);
    // For MediaMTX's control API: who reaches that may run programs as the service's user.
    const QByteArray &forApi() const { return m_apiToken; }

    // Unknown means: not one of ours, ask the StreamAuthority.
    Verdict check(const StreamRequest &request);
    // Whether this session of MediaMTX reads on our behalf, so that it is not counted as a viewer.
    bool isOwnReader(const QString &sessionId) const;

private:
    struct Publisher {
        QString path;
        std::chrono::steady_clock::time_point madeAt;
        QString sessionId;
    };

    bool isLocal(const QString &ip) const;
    bool admitsPublisher(Publisher &publisher, const StreamRequest &request) const;
    void rememberReader(const QString &sessionId);
    void dropOldPublishers();

    const Clock &m_clock;
    const QByteArray m_apiToken;
    mutable QMutex m_mutex;
    QString m_ownAddress;
    QHash<QByteArray, Publisher> m_publishers;
    // By path, and the way back.
    QHash<QString, QByteArray> m_readers;
    QHash<QByteArray, QString> m_readerPaths;
    // The newest sessions of our readers; oldest first in the queue.
    QSet<QString> m_sessions;
    QQueue<QString> m_sessionOrder;
};

}  // namespace cs

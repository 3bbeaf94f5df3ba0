#pragma once

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QString>
#include <QTimer>

#include "base/result.h"
#include "mediamtx/apitypes.h"
#include "mediamtx/mediaserver.h"

namespace cs {

class ApiClient;
class InternalTokens;

// Asks a running MediaMTX how it is: until its API answers for the first time, and from then on every 500 ms with one
// question under way at most. Service thread.
class ServerPoller : public QObject {
    Q_OBJECT
public:
    // `api` is destroyed before this object.
    ServerPoller(ApiClient &api, const InternalTokens &tokens, QObject *parent = nullptr);

    // Begins anew for a server that has just been started.
    void start();
    void stop();
    const QHash<QString, PathState> &paths() const { return m_paths; }
    const QString &version() const { return m_version; }

Q_SIGNALS:
    // The API answers for the first time since start().
    void answered();
    // paths() is new.
    void polled();
    // The server says another start time than before: it was restarted, and not by us.
    void startTimeChanged();
    // No answer for too long, at the start or later. Said once; start() or stop() comes next.
    void silent();

private:
    enum class Phase { Stopped, Probing, Polling };

    void ask();
    void askPaths();
    void onInfo(const Result<MtxInfo> &info);
    void onPaths(const Result<std::vector<MtxPath>> &paths);
    void onNoAnswer();
    void askLater();
    PathState toState(const MtxPath &path) const;

    ApiClient &m_api;
    const InternalTokens &m_tokens;
    Phase m_phase = Phase::Stopped;
    QTimer m_timer;
    QElapsedTimer m_sinceAnswer;
    // Answers to questions of an earlier start() are no news.
    int m_round = 0;
    int m_polls = 0;
    QString m_version;
    QString m_started;
    QHash<QString, PathState> m_paths;
};

}  // namespace cs

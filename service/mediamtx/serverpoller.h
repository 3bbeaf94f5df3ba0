#pragma once

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
    // It has answered since start(), and for two to three seconds it has not.
    bool isSilent() const { return m_phase == Phase::Polling && m_beatsWithoutAnswer >= SilentBeats; }

Q_SIGNALS:
    // The API answers for the first time since start().
    void answered();
    // paths() is new.
    void polled();
    // The server says another start time than before: it was restarted, and not by us.
    void startTimeChanged();
    // isSilent() is another.
    void silenceChanged();
    // No answer for so long that none will come, at the start or later. Said once; start() or stop() comes next.
    void lost();

private:
    // Half seconds, counted and not measured: a loop that was held up itself must not take that for silence.
    static constexpr int SilentBeats = 5;
    static constexpr int LostBeats = 20;

    enum class Phase { Stopped, Probing, Polling };

    void ask();
    void askPaths();
    void onInfo(const Result<MtxInfo> &info);
    void onPaths(const Result<std::vector<MtxPath>> &paths);
    void onNoAnswer();
    void onBeat();
    void setBeats(int beats);
    void askLater();
    PathState toState(const MtxPath &path) const;

    ApiClient &m_api;
    const InternalTokens &m_tokens;
    Phase m_phase = Phase::Stopped;
    QTimer m_timer;
    QTimer m_heart;
    int m_beatsWithoutAnswer = 0;
    // Answers to questions of an earlier start() are no news.
    int m_round = 0;
    int m_polls = 0;
    QString m_version;
    QString m_started;
    QHash<QString, PathState> m_paths;
};

}  // namespace cs

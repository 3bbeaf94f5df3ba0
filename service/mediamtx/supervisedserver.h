#pragma once

#include <chrono>

#include <QElapsedTimer>
#include <QTimer>

#include "mediamtx/apiclient.h"
#include "mediamtx/childprocess.h"
#include "mediamtx/configrenderer.h"
#include "mediamtx/hlsclient.h"
#include "mediamtx/logmask.h"
#include "mediamtx/mediaserver.h"
#include "mediamtx/options.h"
#include "mediamtx/pathwriter.h"
#include "mediamtx/portcheck.h"
#include "mediamtx/serverpoller.h"
#include "mediamtx/startfile.h"

namespace cs {

class InternalTokens;

// MediaMTX as our child: owns its process, its start file and the one writer of its configuration. Main thread, since
// the child is tied to the life of the thread that starts it.
class SupervisedMediaServer final : public MediaServer {
    Q_OBJECT
public:
    // `authUrl` is AuthEndpoint::url(); `tokens` is the endpoint's too and outlives this object.
    SupervisedMediaServer(const MediaMtxOptions &options, const QByteArray &authUrl, InternalTokens &tokens,
                          QObject *parent = nullptr);

    // Before the first start: an Error that names the key and the port if MediaMTX would not get one of its ports. What
    // an earlier run left holds none of them.
    Async<Done> checkPorts();
    // Ends what an earlier run left, starts MediaMTX and keeps it running: after 250 ms when it ends, later up to 10 s
    // when it does not stay. Follow stateChanged().
    void start();
    // SIGTERM, after 2 s SIGKILL; Done once the process is gone. Waiting calls are answered with DependencyFailed.
    Async<Done> stop();

    State state() const override { return m_state; }
    QString failure() const override { return m_failure; }
    bool isSilent() const override { return m_state == State::Running && m_poller.isSilent(); }
    QString version() const override { return m_poller.version(); }
    Async<Done> setPath(const PathSpec &spec) override;
    Async<Done> removePath(const QString &name) override;
    const QHash<QString, PathState> &paths() const override { return m_poller.paths(); }
    Async<Done> kick(SessionKind kind, const QString &id) override { return m_api.kick(kind, id); }
    QByteArray rtspBase() const override { return m_rtspBase; }
    Async<QSet<OpenSession>> sessions() override { return m_api.sessions(); }
    Async<QByteArray> fetchHls(const QString &pathAndFile) override;

    // Of the running child; 0 without one.
    qint64 processId() const { return m_child.pid(); }

private:
    bool takesPaths() const;
    void launch();
    void onLine(const QByteArray &raw);
    void onEnded(const QString &how);
    void onAnswered();
    void onReconciled(const Result<Done> &result);
    void reconcile();
    void restartChild(const QString &why);
    void fail(const QString &why);
    void setState(State state, const QString &failure = {});

    const MediaMtxOptions m_options;
    const QByteArray m_rtspBase;
    const ConfigRenderer m_renderer;
    const LogMask m_mask;
    StartFile m_startFile;

    State m_state = State::Stopped;
    QString m_failure;
    bool m_stopping = false;
    bool m_wasRunning = false;
    // Starts in a row that did not get as far as Running.
    int m_failedStarts = 0;
    // MediaMTX could not read its start file: the next one holds no path, and each is brought in by itself.
    bool m_startBare = false;
    // What it said last about an error, and why we ended it ourselves, if we did.
    QString m_lastError;
    QString m_endReason;
    std::chrono::milliseconds m_restartDelay;
    QElapsedTimer m_running;
    QTimer m_restartTimer;
    QTimer m_reconcileTimer;
    std::vector<Promise<Done>> m_stopped;

    PortCheck m_portCheck;
    ChildProcess m_child;
    ServerPoller m_poller;
    PathWriter m_writer;
    HlsClient m_hls;
    // The last member, so that it goes first: what it has not answered yet still reaches the others.
    ApiClient m_api;
};

}  // namespace cs

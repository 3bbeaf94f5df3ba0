#pragma once

#include <chrono>

#include <QByteArray>
#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QTimer>

#include "base/future.h"
#include "base/time.h"
#include "cameras/camera.h"
#include "mediamtx/internaltokens.h"
#include "mediamtx/mediaserver.h"

namespace cs {

// Keeps one ffmpeg publishing to a path of the media server: runs it while the server runs, starts it anew with a
// growing pause when it ends. Owns the process, which dies with the thread that started it: main thread only.
class Publisher : public QObject {
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds FirstPause{250};
    static constexpr std::chrono::milliseconds LongestPause{5000};

    // `program` as configured, or empty for the ffmpeg of PATH. The references outlive the publisher.
    Publisher(MediaServer &server, InternalTokens &tokens, const Clock &clock, QString path, QString program,
              QObject *parent = nullptr);
    ~Publisher() override;

    // What ffmpeg is told before the address it publishes to; takes effect at its next start.
    void setArguments(QStringList arguments) { m_arguments = std::move(arguments); }
    void start();
    // Done once the process is gone: asked first, killed after 2 s.
    Async<Done> stop();
    // Ends a process that brings no picture; the next one follows after the pause. One that is young is left alone.
    void restart();

    PublisherInfo info() const;
    // What a person must put right first; empty if nothing is known.
    const QString &problem() const { return m_problem; }

Q_SIGNALS:
    void changed();
    // ffmpeg ended by itself; its last words, without the token.
    void failed(const QString &reason);

private:
    void follow(MediaServer::State state);
    void launch();
    QProcess *makeProcess();
    void launchLater();
    Async<Done> end();
    void onStarted();
    void onErrorText();
    void onEnded(const QString &how);
    void setProblem(const QString &problem);
    QString findProgram() const;
    QString publicText(const QByteArray &raw) const;

    MediaServer &m_server;
    InternalTokens &m_tokens;
    const Clock &m_clock;
    const QString m_path;
    const QString m_configured;
    QStringList m_arguments;
    QProcess *m_process = nullptr;  // a child of this, while one is wanted
    QTimer m_pauseTimer;
    std::chrono::milliseconds m_pause{FirstPause};
    bool m_wanted = false;
    QByteArray m_token;
    QByteArray m_lastWords;
    QString m_program;
    QString m_problem;
    QString m_loggedReason;
    std::optional<Timestamp> m_startedAt;
    std::chrono::steady_clock::time_point m_launchedAt;
    // Whether this run has brought a picture: then silence is a fault, and no slow start.
    bool m_hasDelivered = false;
};

}  // namespace cs

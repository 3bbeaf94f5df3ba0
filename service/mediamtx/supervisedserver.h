#pragma once

#include <memory>

#include "mediamtx/internaltokens.h"
#include "mediamtx/mediaserver.h"
#include "mediamtx/options.h"

namespace cs {

// MediaMTX as our child: owns its process, its start file and the one writer of its configuration. Main thread, since
// the child is tied to the life of the thread that starts it.
class SupervisedMediaServer final : public MediaServer {
    Q_OBJECT
public:
    // `authUrl` is AuthEndpoint::url().
    SupervisedMediaServer(MediaMtxOptions options, const QByteArray &authUrl, InternalTokens &tokens,
                          QObject *parent = nullptr);
    ~SupervisedMediaServer() override;

    // Ends what an earlier run left, starts MediaMTX and keeps it running. Follow stateChanged().
    void start();
    // SIGTERM, after 2 s SIGKILL; Done once the process is gone. Waiting calls are answered with DependencyFailed.
    Async<Done> stop();

    State state() const override;
    QString failure() const override;
    QString version() const override;
    Async<Done> setPath(const PathSpec &spec) override;
    Async<Done> removePath(const QString &name) override;
    const QHash<QString, PathState> &paths() const override;
    Async<Done> kick(SessionKind kind, const QString &id) override;
    QByteArray hlsBase() const override;
    QByteArray rtspBase() const override;
    Async<QByteArray> fetchHls(const QString &pathAndFile) override;

    // Of the running child; 0 without one.
    qint64 processId() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

}  // namespace cs

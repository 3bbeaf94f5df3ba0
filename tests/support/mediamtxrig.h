#pragma once

#include <memory>

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "mediamtx/authendpoint.h"
#include "mediamtx/binarylocator.h"
#include "mediamtx/internaltokens.h"
#include "mediamtx/options.h"
#include "mediamtx/supervisedserver.h"
#include "support/freeport.h"
#include "support/manualclock.h"
#include "support/waitfor.h"

namespace cs {

// Lets nobody in.
class RefuseAll final : public StreamAuthority {
public:
    bool admit(const StreamRequest &) override { return false; }
};

// A real MediaMTX under supervision, on free ports of loopback, with its state in a folder of its own.
class MediaMtxRig {
public:
    explicit MediaMtxRig(StreamAuthority &authority) : endpoint(tokens, authority) {}
    ~MediaMtxRig()
    {
        if (server)
            (void)waitFor(server->stop());
    }

    // What went wrong, or nothing. The server exists afterwards and is not started.
    QString prepare()
    {
        BinaryLocator locator(BinaryLocator::Places::ofSystem({}));
        const auto binary = waitFor(locator.find());
        if (!binary.ok())
            return binary.error().message;
        options.binary = binary->path;
        options.stateDir = folder.filePath(QStringLiteral("state"));
        options.host = QStringLiteral("127.0.0.1");
        for (quint16 *port : {&options.rtspPort, &options.hlsPort, &options.webrtcPort, &options.webrtcIcePort,
                              &options.apiPort, &options.metricsPort, &options.rtpPort, &options.rtcpPort})
            *port = freePort();
        const auto listening = endpoint.listen(0);
        if (!listening.ok())
            return listening.error().message;
        server = std::make_unique<SupervisedMediaServer>(options, endpoint.url(), tokens);
        return {};
    }

    bool startAndWait()
    {
        server->start();
        return waitForState(MediaServer::State::Running);
    }

    bool waitForState(MediaServer::State state, int timeoutMs = 15000)
    {
        return QTest::qWaitFor([&] { return server->state() == state; }, timeoutMs);
    }

    // Waits until a path's measured state is as wanted.
    template<class Predicate>
    bool waitForPath(const QString &name, Predicate predicate, int timeoutMs = 15000)
    {
        return QTest::qWaitFor(
            [&] {
                const auto it = server->paths().constFind(name);
                return it != server->paths().cend() && predicate(*it);
            },
            timeoutMs);
    }

    // Moves by hand what InternalTokens sees of time.
    ManualClock clock;
    QTemporaryDir folder;
    InternalTokens tokens{clock};
    AuthEndpoint endpoint;
    MediaMtxOptions options;
    std::unique_ptr<SupervisedMediaServer> server;
};

}  // namespace cs

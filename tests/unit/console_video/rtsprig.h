#pragma once

#include <csignal>

#include <QFile>

#include "support/mediamtxrig.h"
#include "support/toolprocess.h"

namespace cs {

// Lets in whoever brings the test's token.
class TokenReaders final : public StreamAuthority {
public:
    static constexpr auto Token = "SECRET";

    bool admit(const StreamRequest &request) override
    {
        return request.action == u"read" && tokenOf(request) == QLatin1String(Token);
    }
};

// An ffmpeg that publishes a moving picture, 15 a second with a key frame every two; ends with this object.
class CameraPublisher {
public:
    CameraPublisher(const QByteArray &url, const QString &size)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral("ffmpeg"),
                        QStringLiteral("-hide_banner -loglevel error -nostdin -re -f lavfi -i testsrc=size=%1:rate=15 "
                                       "-c:v libx264 -preset ultrafast -tune zerolatency -g 30 -pix_fmt yuv420p "
                                       "-f rtsp -rtsp_transport tcp -pkt_size 1200")
                                .arg(size)
                                .split(u' ')
                            << QString::fromLatin1(url));
    }
    bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    ~CameraPublisher()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

private:
    QProcess m_process;
};

// A real MediaMTX with a camera at it, for readers with a token.
class RtspRig {
public:
    ~RtspRig() { thaw(); }

    // What went wrong, or nothing.
    QString start(const QString &size = QStringLiteral("640x360"), const QString &recordPath = {})
    {
        const QString problem = m_mediaMtx.prepare();
        if (!problem.isEmpty())
            return problem;
        const QString camera = QStringLiteral("camera0");
        if (!waitFor(m_mediaMtx.server->setPath({camera, {}, !recordPath.isEmpty(), recordPath})).ok()
            || !waitFor(m_mediaMtx.server->setPath({QStringLiteral("camera1"), {}, false, {}})).ok()
            || !m_mediaMtx.startAndWait())
            return QStringLiteral("MediaMTX does not run");
        m_size = size;
        publish();
        const auto live = [](const PathState &state) { return state.available && state.inboundBytes > 0; };
        return m_mediaMtx.waitForPath(camera, live) ? QString() : QStringLiteral("no picture reaches MediaMTX");
    }

    void publish()
    {
        m_camera = std::make_unique<CameraPublisher>(m_mediaMtx.server->rtspBase() + "/camera0?token="
                                                         + m_mediaMtx.tokens.forPublisher(QStringLiteral("camera0")),
                                                     m_size);
    }
    // A server that was frozen or killed may have cut its camera: then there is a new one. True once pictures arrive.
    bool waitForCamera()
    {
        qint64 bytes = -1;
        int grown = 0;
        return QTest::qWaitFor(
            [&] {
                if (!m_camera->isRunning()) {
                    grown = 0;
                    publish();
                }
                const PathState state = m_mediaMtx.server->paths().value(QStringLiteral("camera0"));
                if (state.inboundBytes != std::exchange(bytes, state.inboundBytes))
                    ++grown;
                return state.available && grown > 2;
            },
            20000);
    }
    void freeze() { ::kill(processId(), SIGSTOP); }
    void thaw()
    {
        if (processId() > 1)
            ::kill(processId(), SIGCONT);
    }
    void kill() { ::kill(processId(), SIGKILL); }

    QUrl url(const QString &path = QStringLiteral("camera0"),
             const QString &token = QLatin1String(TokenReaders::Token)) const
    {
        return QUrl(
            QStringLiteral("rtsp://127.0.0.1:%1/%2?token=%3").arg(m_mediaMtx.options.rtspPort).arg(path, token));
    }

private:
    // The only child of this program that is MediaMTX.
    pid_t processId() const
    {
        QFile children(QStringLiteral("/proc/self/task/%1/children").arg(::getpid()));
        if (!children.open(QIODevice::ReadOnly))
            return 0;
        for (const QByteArray &child : children.readAll().split(' ')) {
            QFile name(QStringLiteral("/proc/%1/comm").arg(QString::fromLatin1(child)));
            if (name.open(QIODevice::ReadOnly) && name.readAll().startsWith("mediamtx"))
                return pid_t(child.toInt());
        }
        return 0;
    }

    TokenReaders m_authority;
    MediaMtxRig m_mediaMtx{m_authority};
    std::unique_ptr<CameraPublisher> m_camera;
    QString m_size;
};

}  // namespace cs

#pragma once

#include <QProcess>
#include <QTest>

namespace cs {

// An ffmpeg that publishes a small moving picture with a key frame every second; ends with this object.
class TestPublisher {
public:
    explicit TestPublisher(const QByteArray &url)
    {
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(
            QStringLiteral("ffmpeg"),
            QStringLiteral("-hide_banner -loglevel error -nostdin -re -f lavfi -i testsrc=size=320x240:rate=10 "
                           "-c:v libx264 -preset ultrafast -tune zerolatency -g 10 -pix_fmt yuv420p "
                           "-f rtsp -rtsp_transport tcp -pkt_size 1200")
                    .split(u' ')
                << QString::fromLatin1(url));
    }
    ~TestPublisher()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    // True if it ends by itself within the time.
    bool waitForEnd(int timeoutMs = 10000)
    {
        return QTest::qWaitFor([this] { return !isRunning(); }, timeoutMs);
    }
    QByteArray output() { return m_process.readAll(); }
    qint64 pid() const { return m_process.processId(); }

private:
    QProcess m_process;
};

// Whether ffprobe can read a video stream there. Waits, with the event loop running.
inline bool isPlayable(const QByteArray &url, int timeoutMs = 20000)
{
    QProcess probe;
    QStringList arguments{QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-show_entries"),
                          QStringLiteral("stream=codec_type,width")};
    if (url.startsWith("rtsp"))
        arguments << QStringLiteral("-rtsp_transport") << QStringLiteral("tcp");
    probe.start(QStringLiteral("ffprobe"), arguments << QString::fromLatin1(url));
    if (!QTest::qWaitFor([&] { return probe.state() == QProcess::NotRunning; }, timeoutMs)) {
        probe.kill();
        probe.waitForFinished();
        return false;
    }
    return probe.exitCode() == 0 && probe.readAllStandardOutput().contains("codec_type=video");
}

}  // namespace cs

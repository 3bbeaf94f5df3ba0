#pragma once

#include <QTcpSocket>
#include <QTest>

namespace cs {

// One request to a streaming server from a chosen address of this machine; keeps the status it was answered with.
class StatusProbe {
public:
    StatusProbe(const QString &from, quint16 port, const QByteArray &request)
    {
        QObject::connect(&m_socket, &QTcpSocket::connected, &m_socket, [this, request] { m_socket.write(request); });
        m_socket.bind(QHostAddress(from));
        m_socket.connectToHost(QHostAddress(QStringLiteral("127.0.0.1")), port);
    }

    // "RTSP/1.0 200 OK", "HTTP/1.1 401 Unauthorized": the number; 0 if nothing came. MediaMTX lets who shows something
    // wrong wait for up to 4 s.
    int status(int timeoutMs = 15000)
    {
        (void)QTest::qWaitFor([this] { return m_socket.canReadLine(); }, timeoutMs);
        return m_socket.readLine().split(' ').value(1).toInt();
    }

private:
    QTcpSocket m_socket;
};

inline QByteArray describeRequest(const QByteArray &url)
{
    return "DESCRIBE " + url + " RTSP/1.0\r\nCSeq: 1\r\nAccept: application/sdp\r\n\r\n";
}

inline QByteArray getRequest(const QByteArray &target)
{
    return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
}

// The offer of a WebRTC player that wants to see one video.
inline QByteArray whepRequest(const QByteArray &target)
{
    const QByteArray offer = "v=0\r\no=- 3 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
                             "m=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:abcd\r\n"
                             "a=ice-pwd:abcdefghijklmnopqrstuvwx\r\n"
                             "a=fingerprint:sha-256 6B:8B:F0:65:5F:78:E2:51:3B:AC:6F:F3:3F:46:1B:35:"
                             "DC:B8:5F:64:1A:24:C2:43:F0:A1:58:D0:A1:2C:19:08\r\n"
                             "a=setup:actpass\r\na=mid:0\r\na=recvonly\r\na=rtcp-mux\r\na=rtpmap:96 H264/90000\r\n"
                             "a=fmtp:96 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42c01f\r\n";
    return "POST " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/sdp\r\n"
           + "Content-Length: " + QByteArray::number(offer.size()) + "\r\n\r\n" + offer;
}

}  // namespace cs

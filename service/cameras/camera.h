#pragma once

#include <optional>

#include <QSize>
#include <QString>
#include <QStringList>

#include "base/ids.h"
#include "base/time.h"

namespace cs {

// A process of ours that publishes a camera's picture; all empty for a camera that the media server pulls by itself.
struct PublisherInfo {
    bool running = false;
    qint64 pid = 0;  // 0 while it does not run
    std::optional<Timestamp> startedAt;
    QString command;  // for people; tokens are masked
    friend bool operator==(const PublisherInfo &, const PublisherInfo &) = default;
};

// What is known of one camera at one moment; a value, free of secrets.
struct Camera {
    // Connected: its picture moves. Disconnected: it does not, and may come back by itself. Error: a person is needed.
    enum class Link { Connected, Disconnected, Error };

    CameraId id;   // its text is also the name of its path on the media server
    QString kind;  // "test" or "rtsp"
    QString name;  // for people
    Link link = Link::Disconnected;
    QString reason;                           // why it is not connected, in words; empty while it is
    QSize size{0, 0};                         // 0x0 until known
    int fps = 0;                              // measured frames per second; 0 until known
    QStringList codecs;                       // as the media server names them; empty until known
    std::optional<Timestamp> connectedSince;  // set while connected
    std::optional<Timestamp> lastSeen;        // when its picture last moved since the service started
    Timestamp addedAt;
    QString displayUrl;     // without credentials; empty for a test camera
    bool onServer = false;  // the media server knows its path
    int readers = 0;
    qint64 bytesReceived = 0;  // these two begin anew when the stream does
    qint64 bytesSent = 0;
    double bitrate = 0;  // bits per second that come in
    PublisherInfo publisher;

    bool isConnected() const { return link == Link::Connected; }
    QString path() const { return id.toString(); }
    friend bool operator==(const Camera &, const Camera &) = default;
};

}  // namespace cs

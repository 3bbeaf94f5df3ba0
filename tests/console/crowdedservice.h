#pragma once

#include <memory>

#include <QJsonObject>
#include <QThread>
#include <QTimer>
#include <QWebSocketServer>

namespace cs {

// Speaks the API over a real WebSocket for hundreds of cameras that are not there, and tells events about them all the
// time: states, rates, recordings. Gives no pictures. Lives on a thread of its own; made and destroyed on another.
class CrowdedService final : public QObject {
    Q_OBJECT
public:
    CrowdedService(int cameras, int eventsPerSecond);
    ~CrowdedService() override;

    // "ws://127.0.0.1:PORT/ws"
    QString address() const { return m_address; }
    int eventsSent() const { return m_sent; }

private:
    void listen();
    void onConnection();
    void answer(QWebSocket &peer, const QString &text);
    QJsonValue resultOf(const QString &method) const;
    QJsonObject cameraOf(int number) const;
    void tell();
    void publish(const QString &topic, QJsonObject params);

    struct Camera {
        bool connected = true;
        bool recording = false;
        int fps = 25;
    };

    int m_interval;
    std::vector<Camera> m_cameras;
    QString m_address;
    std::unique_ptr<QWebSocketServer> m_server;
    std::unique_ptr<QTimer> m_clock;
    QList<QWebSocket *> m_listeners;
    std::atomic<int> m_sent = 0;
    int m_seq = 100;
    QThread m_thread;
};

}  // namespace cs

#include "console/crowdedservice.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QWebSocket>

namespace cs {

namespace {

const QString someTime = QStringLiteral("2026-11-23T10:00:00.000Z");

QString textOf(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

}  // namespace

CrowdedService::CrowdedService(int cameras, int eventsPerSecond)
    : m_interval(1000 / eventsPerSecond),
      m_cameras(static_cast<size_t>(cameras))
{
    moveToThread(&m_thread);
    m_thread.start();
    QMetaObject::invokeMethod(
        this, [this] { listen(); }, Qt::BlockingQueuedConnection);
}

CrowdedService::~CrowdedService()
{
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_clock.reset();
            m_listeners.clear();
            m_server.reset();
            moveToThread(nullptr);
        },
        Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

void CrowdedService::listen()
{
    m_server = std::make_unique<QWebSocketServer>(QString(), QWebSocketServer::NonSecureMode);
    m_server->listen(QHostAddress::LocalHost);
    m_address = QStringLiteral("ws://127.0.0.1:%1/ws").arg(m_server->serverPort());
    connect(m_server.get(), &QWebSocketServer::newConnection, this, &CrowdedService::onConnection);
    m_clock = std::make_unique<QTimer>();
    m_clock->setTimerType(Qt::PreciseTimer);
    connect(m_clock.get(), &QTimer::timeout, this, &CrowdedService::tell);
    m_clock->start(m_interval);
}

void CrowdedService::onConnection()
{
    QWebSocket *peer = m_server->nextPendingConnection();
    connect(peer, &QWebSocket::textMessageReceived, this, [this, peer](const QString &text) { answer(*peer, text); });
    connect(peer, &QWebSocket::disconnected, this, [this, peer] {
        m_listeners.removeAll(peer);
        peer->deleteLater();
    });
}

void CrowdedService::answer(QWebSocket &peer, const QString &text)
{
    const QJsonObject request = QJsonDocument::fromJson(text.toUtf8()).object();
    const QString method = request.value(QLatin1String("method")).toString();
    QJsonObject reply{{"jsonrpc", "2.0"}, {"id", request.value(QLatin1String("id"))}};
    const QJsonValue result = resultOf(method);
    if (result.isUndefined())
        reply.insert(QStringLiteral("error"), QJsonObject{{"code", -32601}, {"message", "method not found"}});
    else
        reply.insert(QStringLiteral("result"), result);
    peer.sendTextMessage(textOf(reply));
    if (method == QLatin1String("subscribe_events") && !m_listeners.contains(&peer))
        m_listeners << &peer;
}

QJsonValue CrowdedService::resultOf(const QString &method) const
{
    if (method == QLatin1String("ping"))
        return QStringLiteral("pong");
    if (method == QLatin1String("login"))
        return QJsonObject{{"authenticated", true},        {"role", "admin"},    {"permissions", QJsonArray{"view"}},
                           {"expires_at", someTime},       {"session_id", "s1"}, {"access_token", "access"},
                           {"refresh_token", "refreshed"}, {"expires_in", 3600}, {"must_change_password", false}};
    if (method == QLatin1String("subscribe_events"))
        return QJsonObject{{"subscribed", true}, {"topics", QJsonArray()},   {"filters", QJsonObject()},
                           {"last_seq", m_seq},  {"resync_required", false}, {"epoch", "e1"}};
    if (method == QLatin1String("get_camera_list")) {
        QJsonArray rows;
        for (int number = 0; number < static_cast<int>(m_cameras.size()); ++number)
            rows.append(cameraOf(number));
        return QJsonObject{{"cameras", rows}, {"total", rows.size()}, {"connected", rows.size()}};
    }
    if (method == QLatin1String("list_recordings"))
        return QJsonObject{{"files", QJsonArray()}, {"total", 0}, {"limit", 100}, {"offset", 0}};
    if (method == QLatin1String("get_streams"))
        return QJsonArray();
    return QJsonValue(QJsonValue::Undefined);
}

QJsonObject CrowdedService::cameraOf(int number) const
{
    const Camera &camera = m_cameras[static_cast<size_t>(number)];
    return {{"device", QStringLiteral("camera%1").arg(number)},
            {"status", camera.connected ? "CONNECTED" : "DISCONNECTED"},
            {"name", QStringLiteral("%1 %2").arg(number % 3 == 0 ? "Gate" : "Hall").arg(number)},
            {"resolution", "1920x1080"},
            {"fps", camera.connected ? camera.fps : 0},
            {"streams", QJsonObject{{"rtsp", "rtsp:"}, {"hls", "http:"}, {"webrtc", "http:"}}},
            {"reason", camera.connected ? "" : "no picture for 4 s"}};
}

void CrowdedService::tell()
{
    auto *dice = QRandomGenerator::global();
    const int number = dice->bounded(static_cast<int>(m_cameras.size()));
    Camera &camera = m_cameras[static_cast<size_t>(number)];
    const QString device = QStringLiteral("camera%1").arg(number);
    switch (dice->bounded(4)) {
    case 0:
        camera.recording = !camera.recording;
        publish(camera.recording ? QStringLiteral("recording.start") : QStringLiteral("recording.stop"),
                {{"device", device},
                 {"filename", device + QStringLiteral("_2026-11-23_10-00-00-000000.mp4")},
                 {"session_id", "r1"},
                 {"duration", 5},
                 {"file_size", 100000},
                 {"cause", ""}});
        break;
    case 1:
        camera.connected = !camera.connected;
        publish(QStringLiteral("camera_status_update"), cameraOf(number));
        break;
    default: camera.fps = 20 + dice->bounded(10); publish(QStringLiteral("camera_status_update"), cameraOf(number));
    }
}

void CrowdedService::publish(const QString &topic, QJsonObject params)
{
    params.insert(QStringLiteral("seq"), ++m_seq);
    params.insert(QStringLiteral("timestamp"), someTime);
    const QString text = textOf({{"jsonrpc", "2.0"}, {"method", topic}, {"params", params}});
    for (QWebSocket *peer : m_listeners)
        peer->sendTextMessage(text);
    if (!m_listeners.isEmpty())
        ++m_sent;
}

}  // namespace cs

#include "moc_crowdedservice.cpp"

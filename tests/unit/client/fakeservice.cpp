#include "unit/client/fakeservice.h"

#include <QJsonDocument>
#include <QLocalSocket>
#include <QWebSocket>

namespace cs {

FakeService::FakeService() : m_web(QStringLiteral("fake"), QWebSocketServer::NonSecureMode)
{
    connect(&m_local, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket *socket = m_local.nextPendingConnection())
            accept(Peer{socket, {}, {}, false});
    });
    connect(&m_web, &QWebSocketServer::newConnection, this, [this] {
        while (QWebSocket *socket = m_web.nextPendingConnection())
            accept(Peer{{}, socket, {}, false});
    });
    listenAgain();
}

FakeService::~FakeService()
{
    disconnect(this);
    for (QObject *child : children())
        child->disconnect(this);
}

QUrl FakeService::url() const
{
    return QUrl(QStringLiteral("ws://127.0.0.1:%1/ws").arg(m_port));
}

void FakeService::on(const QString &method, const QByteArray &result)
{
    on(method, Handler([result](const QJsonObject &) { return result; }));
}

void FakeService::notify(const QString &topic, const QByteArray &params)
{
    sendRaw(notification(topic, params));
}

void FakeService::sendRaw(const QByteArray &text)
{
    for (const auto &peer : m_peers)
        send(*peer, text);
}

void FakeService::dropConnections()
{
    for (auto &peer : std::exchange(m_peers, {})) {
        if (peer->local)
            peer->local->abort();
        if (peer->web)
            peer->web->abort();
        m_gone.push_back(std::move(peer));
    }
}

void FakeService::stopListening()
{
    m_local.close();
    m_web.close();
}

void FakeService::listenAgain()
{
    if (!m_local.listen(socketPath()) || !m_web.listen(QHostAddress::LocalHost, m_port))
        qFatal("the fake service cannot listen");
    m_port = m_web.serverPort();
}

int FakeService::countOf(const QString &method) const
{
    return static_cast<int>(
        std::count_if(m_calls.begin(), m_calls.end(), [&](const Call &call) { return call.method == method; }));
}

QJsonObject FakeService::lastParams(const QString &method) const
{
    const auto call = std::find_if(m_calls.rbegin(), m_calls.rend(),
                                   [&](const Call &made) { return made.method == method; });
    return call == m_calls.rend() ? QJsonObject() : call->params;
}

void FakeService::accept(Peer peer)
{
    ++m_accepted;
    Peer *kept = m_peers.emplace_back(std::make_unique<Peer>(std::move(peer))).get();
    if (QLocalSocket *socket = kept->local) {
        socket->setParent(this);
        connect(socket, &QLocalSocket::readyRead, this, [this, kept, socket] {
            kept->buffer += socket->readAll();
            for (qsizetype end = kept->buffer.indexOf('\n'); end >= 0; end = kept->buffer.indexOf('\n')) {
                const QByteArray line = kept->buffer.left(end);
                kept->buffer.remove(0, end + 1);
                onText(*kept, line);
            }
        });
        connect(socket, &QLocalSocket::disconnected, this, [this, kept] { forget(kept); });
    } else {
        QWebSocket *web = kept->web;
        web->setParent(this);
        connect(web, &QWebSocket::textMessageReceived, this,
                [this, kept](const QString &text) { onText(*kept, text.toUtf8()); });
        connect(web, &QWebSocket::disconnected, this, [this, kept] { forget(kept); });
    }
}

void FakeService::onText(Peer &peer, const QByteArray &text)
{
    const QJsonObject request = QJsonDocument::fromJson(text).object();
    const QString method = request.value(QLatin1String("method")).toString();
    const QJsonObject params = request.value(QLatin1String("params")).toObject();
    m_calls.push_back({method, params});
    const QByteArray id = QByteArray::number(request.value(QLatin1String("id")).toInteger());
    const Answer answer = answerTo(peer, method, params);
    if (const auto *result = std::get_if<QByteArray>(&answer))
        send(peer, resultAnswer(id, *result));
    else if (const auto *error = std::get_if<ErrorObject>(&answer))
        send(peer, errorAnswer(id, *error));
    Q_EMIT called(method);
}

FakeService::Answer FakeService::answerTo(Peer &peer, const QString &method, const QJsonObject &params)
{
    const auto handler = m_handlers.find(method);
    if (method == QLatin1String("authenticate") && handler == m_handlers.end()) {
        peer.signedIn = params.value(QLatin1String("auth_token")) == m_token;
        if (!peer.signedIn)
            return ErrorObject{rpccode::Unauthenticated,
                               QStringLiteral("authentication failed or required"),
                               {{"reason", "bad token"}}};
        return QByteArray(R"({"authenticated":true,"role":"admin","permissions":["view","control","admin"],)"
                          R"("expires_at":"2030-01-01T00:00:00.000Z","session_id":"s1"})");
    }
    if (!m_token.isEmpty() && peer.web && !peer.signedIn)
        return ErrorObject{
            rpccode::Unauthenticated, QStringLiteral("authentication failed or required"), {{"reason", "no session"}}};
    if (handler == m_handlers.end())
        return ErrorObject{rpccode::MethodNotFound, QStringLiteral("there is no method %1").arg(method), {}};
    return handler->second(params);
}

void FakeService::send(Peer &peer, const QByteArray &text)
{
    if (peer.local)
        peer.local->write(QByteArray(text).replace('\n', ' ') + '\n');
    if (peer.web)
        peer.web->sendTextMessage(QString::fromUtf8(text));
}

void FakeService::forget(const Peer *peer)
{
    const auto found = std::find_if(m_peers.begin(), m_peers.end(),
                                    [peer](const auto &kept) { return kept.get() == peer; });
    if (found == m_peers.end())
        return;
    m_gone.push_back(std::move(*found));
    m_peers.erase(found);
}

}  // namespace cs

#include "moc_fakeservice.cpp"

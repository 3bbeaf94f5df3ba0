#pragma once

#include <functional>
#include <map>
#include <memory>
#include <variant>
#include <vector>

#include <QJsonObject>
#include <QLocalServer>
#include <QObject>
#include <QPointer>
#include <QTemporaryDir>
#include <QUrl>
#include <QWebSocketServer>

#include "jsonrpc/answers.h"

class QLocalSocket;
class QWebSocket;

namespace cs {

// A service that answers what a test tells it to, on a Unix socket and on a WebSocket port. Lives on the test's thread.
class FakeService : public QObject {
    Q_OBJECT
public:
    struct NoAnswer {};
    // A result as JSON text, an error, or nothing at all.
    using Answer = std::variant<QByteArray, ErrorObject, NoAnswer>;
    using Handler = std::function<Answer(const QJsonObject &params)>;
    struct Call {
        QString method;
        QJsonObject params;
    };

    FakeService();
    ~FakeService() override;

    QString socketPath() const { return m_folder.filePath(QStringLiteral("control.sock")); }
    QUrl url() const;
    QString folder() const { return m_folder.path(); }

    // What is not set is answered with -32601.
    void on(const QString &method, Handler handler) { m_handlers[method] = std::move(handler); }
    void on(const QString &method, const QByteArray &result);
    // Tokens that authenticate takes; the sign-in is then needed for every other call of that connection.
    void requireToken(const QString &token) { m_token = token; }

    void notify(const QString &topic, const QByteArray &params);
    void sendRaw(const QByteArray &text);
    // Ends all connections; new ones are still accepted.
    void dropConnections();
    void stopListening();
    void listenAgain();

    const std::vector<Call> &calls() const { return m_calls; }
    int countOf(const QString &method) const;
    // The params of the newest call of that method.
    QJsonObject lastParams(const QString &method) const;
    int connections() const { return static_cast<int>(m_peers.size()); }
    int connectionsSoFar() const { return m_accepted; }

Q_SIGNALS:
    void called(const QString &method);

private:
    // One connection, of either kind.
    struct Peer {
        QPointer<QLocalSocket> local;
        QPointer<QWebSocket> web;
        QByteArray buffer;
        bool signedIn = false;
    };
    void accept(Peer peer);
    void onText(Peer &peer, const QByteArray &text);
    Answer answerTo(Peer &peer, const QString &method, const QJsonObject &params);
    void send(Peer &peer, const QByteArray &text);
    void forget(const Peer *peer);

    QTemporaryDir m_folder;
    QLocalServer m_local;
    QWebSocketServer m_web;
    quint16 m_port = 0;
    std::vector<std::unique_ptr<Peer>> m_peers;
    // Connections that are over; kept, since a handler may drop the one it is called from.
    std::vector<std::unique_ptr<Peer>> m_gone;
    std::map<QString, Handler> m_handlers;
    QString m_token;
    std::vector<Call> m_calls;
    int m_accepted = 0;
};

}  // namespace cs

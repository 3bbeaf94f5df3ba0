#pragma once

#include <functional>
#include <map>

#include <QObject>
#include <QSslConfiguration>
#include <QSslServer>
#include <QTcpSocket>
#include <QUrl>

namespace cs {

// A web server of the test with ranges, over plain HTTP or TLS, that can be told to misbehave. In the test's thread.
class TestHttpServer : public QObject {
public:
    struct Request {
        QByteArray target;
        qint64 first = -1;
        qint64 last = -1;
    };
    // Answers one request; what it writes is sent as it is.
    using Handler = std::function<void(QTcpSocket &socket, const Request &request)>;

    TestHttpServer();
    explicit TestHttpServer(const QSslConfiguration &tls);
    ~TestHttpServer() override;

    // Serves these bytes at /NAME.
    void serve(const QByteArray &name, const QByteArray &bytes) { m_files["/" + name] = bytes; }
    // In place of the files; {}: the files again.
    void setHandler(Handler handler) { m_handler = std::move(handler); }
    void serveFile(QTcpSocket &socket, const Request &request);
    void dropConnections();

    QUrl url(const QString &pathAndQuery) const;
    quint16 port() const { return m_server->serverPort(); }
    int requests() const { return m_requests; }
    int connections() const { return m_connections; }

private:
    void listen(std::unique_ptr<QTcpServer> server);
    void onReadyRead(QTcpSocket *socket);
    static Request parse(const QByteArray &head);

    std::unique_ptr<QTcpServer> m_server;
    bool m_tls = false;
    std::map<QByteArray, QByteArray> m_files;
    Handler m_handler;
    QList<QTcpSocket *> m_sockets;
    int m_requests = 0;
    int m_connections = 0;
};

}  // namespace cs

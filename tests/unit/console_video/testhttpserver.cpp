#include "unit/console_video/testhttpserver.h"

#include <QRegularExpression>

namespace cs {

TestHttpServer::TestHttpServer()
{
    listen(std::make_unique<QTcpServer>());
}

TestHttpServer::TestHttpServer(const QSslConfiguration &tls) : m_tls(true)
{
    auto server = std::make_unique<QSslServer>();
    server->setSslConfiguration(tls);
    listen(std::move(server));
}

TestHttpServer::~TestHttpServer()
{
    m_server->disconnect(this);
    for (QTcpSocket *socket : std::as_const(m_sockets))
        socket->disconnect(this);
}

void TestHttpServer::listen(std::unique_ptr<QTcpServer> server)
{
    m_server = std::move(server);
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, [this] {
        while (QTcpSocket *socket = m_server->nextPendingConnection()) {
            ++m_connections;
            m_sockets << socket;
            connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
                m_sockets.removeOne(socket);
                socket->deleteLater();
            });
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { onReadyRead(socket); });
            onReadyRead(socket);
        }
    });
    if (!m_server->listen(QHostAddress::LocalHost))
        qFatal("the test's server cannot listen");
}

QUrl TestHttpServer::url(const QString &pathAndQuery) const
{
    return QUrl((m_tls ? QStringLiteral("https") : QStringLiteral("http"))
                + QStringLiteral("://127.0.0.1:%1/").arg(port()) + pathAndQuery);
}

void TestHttpServer::dropConnections()
{
    const auto sockets = m_sockets;
    for (QTcpSocket *socket : sockets)
        socket->abort();
}

void TestHttpServer::onReadyRead(QTcpSocket *socket)
{
    while (true) {
        const QByteArray seen = socket->peek(64 * 1024);
        const qsizetype end = seen.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        socket->read(end + 4);
        ++m_requests;
        const Request request = parse(seen.left(end + 4));
        if (m_handler)
            m_handler(*socket, request);
        else
            serveFile(*socket, request);
    }
}

TestHttpServer::Request TestHttpServer::parse(const QByteArray &head)
{
    Request request;
    request.target = head.split(' ').value(1);
    static const QRegularExpression range(QStringLiteral("\r\nRange: bytes=([0-9]+)-([0-9]+)\r\n"));
    const auto match = range.match(QString::fromLatin1(head));
    if (match.hasMatch()) {
        request.first = match.captured(1).toLongLong();
        request.last = match.captured(2).toLongLong();
    }
    return request;
}

void TestHttpServer::serveFile(QTcpSocket &socket, const Request &request)
{
    const auto file = m_files.find(request.target.split('?').first());
    if (file == m_files.end()) {
        socket.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        return;
    }
    const QByteArray &bytes = file->second;
    if (request.first < 0) {
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(bytes.size()) + "\r\n\r\n" + bytes);
        return;
    }
    const QByteArray part = bytes.mid(request.first, request.last - request.first + 1);
    socket.write("HTTP/1.1 206 Partial Content\r\nContent-Length: " + QByteArray::number(part.size())
                 + "\r\nContent-Range: bytes " + QByteArray::number(request.first) + '-'
                 + QByteArray::number(request.first + part.size() - 1) + '/' + QByteArray::number(bytes.size())
                 + "\r\n\r\n" + part);
}

}  // namespace cs

#pragma once

#include <QObject>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>

namespace cs {

// Serves a set of keys over HTTP on loopback, as well or badly as a test asks for.
class FakeProvider : public QObject {
    Q_OBJECT
public:
    FakeProvider()
    {
        connect(&m_server, &QTcpServer::newConnection, this, &FakeProvider::onConnection);
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("no port");
    }

    QString url(const QString &path = QStringLiteral("/jwks")) const
    {
        return QStringLiteral("http://127.0.0.1:%1%2").arg(m_server.serverPort()).arg(path);
    }
    void shutDown() { m_server.close(); }

    QByteArray body = R"({"keys":[]})";
    QByteArray status = "200 OK";
    QByteArray headers;
    // Sends this many bytes of the answer and then nothing more; -1: all.
    qsizetype stopAfter = -1;
    int requests = 0;
    QByteArray lastRequest;

private:
    void onConnection()
    {
        QTcpSocket *socket = m_server.nextPendingConnection();
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
            lastRequest = socket->peek(65536);
            if (!lastRequest.contains("\r\n\r\n"))
                return;
            socket->readAll();
            ++requests;
            const QByteArray answer = "HTTP/1.1 " + status + "\r\n" + headers
                                      + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
            socket->write(stopAfter < 0 ? answer : answer.left(stopAfter));
            if (stopAfter < 0)
                socket->disconnectFromHost();
        });
    }

    QTcpServer m_server;
};

}  // namespace cs

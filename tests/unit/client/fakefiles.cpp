#include "unit/client/fakefiles.h"

#include <QTcpSocket>

namespace cs {

FakeFiles::FakeFiles()
{
    if (!m_server.listen(QHostAddress::LocalHost))
        qFatal("the fake file server cannot listen");
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        QTcpSocket *socket = m_server.nextPendingConnection();
        socket->setParent(this);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
            const QByteArray head = socket->readAll();
            if (!head.contains("\r\n\r\n"))
                return;
            requests << head;
            socket->write(answerTo(head));
            socket->disconnectFromHost();
        });
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    });
}

QUrl FakeFiles::url() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1/files/recordings/x.mp4?token=SECRET").arg(m_server.serverPort()));
}

QByteArray headerOf(const QByteArray &head, const QByteArray &name)
{
    for (const QByteArray &line : head.split('\n')) {
        if (line.toLower().startsWith(name.toLower() + ':'))
            return line.mid(name.size() + 1).trimmed();
    }
    return {};
}

QByteArray FakeFiles::answerTo(const QByteArray &head) const
{
    if (status != 0)
        return "HTTP/1.1 " + QByteArray::number(status)
               + " Error\r\nContent-Length: 5\r\nConnection: close\r\n\r\nerror";
    const QByteArray range = headerOf(head, "Range");
    const bool same = headerOf(head, "If-Range") == etag;
    qsizetype first = 0;
    QByteArray start = "HTTP/1.1 200 OK\r\n";
    if (!range.isEmpty() && same) {
        first = range.mid(6).chopped(1).toLongLong();
        if (first >= content.size())
            return "HTTP/1.1 416 Range\r\nETag: " + etag + "\r\nContent-Range: bytes */"
                   + QByteArray::number(content.size()) + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        start = "HTTP/1.1 206 Partial\r\nContent-Range: bytes " + QByteArray::number(lies ? first - 1 : first) + '-'
                + QByteArray::number(content.size() - 1) + '/' + QByteArray::number(content.size()) + "\r\n";
    }
    const QByteArray body = content.mid(first);
    return start + "ETag: " + etag + "\r\nContent-Length: " + QByteArray::number(body.size())
           + "\r\nConnection: close\r\n\r\n" + (breakAfter < 0 ? body : body.left(breakAfter));
}

}  // namespace cs

#include "moc_fakefiles.cpp"

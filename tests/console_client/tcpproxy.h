#pragma once

#include <QTcpServer>
#include <QTcpSocket>

namespace cs {

// A network between client and service that can be cut: connections are then made and stay, but nothing passes. Lives
// on the test's thread.
class TcpProxy : public QObject {
    Q_OBJECT
public:
    explicit TcpProxy(quint16 target) : m_target(target)
    {
        connect(&m_server, &QTcpServer::newConnection, this, &TcpProxy::accept);
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("the proxy cannot listen");
    }
    quint16 port() const { return m_server.serverPort(); }
    void cut() { m_cut = true; }
    // What was under way is lost, as with a router that was restarted.
    void restore()
    {
        m_cut = false;
        for (QTcpSocket *socket : m_server.findChildren<QTcpSocket *>())
            socket->abort();
    }

private:
    void accept()
    {
        while (QTcpSocket *near = m_server.nextPendingConnection()) {
            auto *far = new QTcpSocket(near);
            far->connectToHost(QHostAddress::LocalHost, m_target);
            connect(near, &QTcpSocket::readyRead, far, [this, near, far] { pass(near, far); });
            connect(far, &QTcpSocket::readyRead, near, [this, near, far] { pass(far, near); });
            connect(far, &QTcpSocket::disconnected, near, [this, near] {
                if (!m_cut)
                    near->disconnectFromHost();
            });
            connect(near, &QTcpSocket::disconnected, near, &QObject::deleteLater);
        }
    }
    void pass(QTcpSocket *from, QTcpSocket *to)
    {
        const QByteArray bytes = from->readAll();
        if (!m_cut)
            to->write(bytes);
    }

    QTcpServer m_server;
    quint16 m_target;
    bool m_cut = false;
};

}  // namespace cs

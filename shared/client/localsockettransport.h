#pragma once

#include <QLocalSocket>

#include "client/transport.h"

namespace cs {

// Speaks newline-delimited JSON over a Unix socket of this host. Owns the socket.
class LocalSocketTransport final : public Transport {
    Q_OBJECT
public:
    explicit LocalSocketTransport(QString path);

    void open() override;
    void close() override;
    void send(const QByteArray &text) override;
    QString peer() const override { return m_path; }
    bool isLocal() const override { return true; }

private:
    void onReadyRead();
    void onError(QLocalSocket::LocalSocketError error);
    void onDisconnected();
    void drop();
    Error openError(QLocalSocket::LocalSocketError error) const;

    QString m_path;
    QLocalSocket m_socket;
    QByteArray m_buffer;
    // How much of m_buffer is known to hold no line end.
    qsizetype m_scanned = 0;
    bool m_active = false;
    bool m_open = false;
};

}  // namespace cs

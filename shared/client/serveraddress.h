#pragma once

#include <QString>
#include <QUrl>

#include "base/result.h"

namespace cs {

// Where a service listens for WebSockets. Holds no secret.
struct ServerAddress {
    QString host;
    quint16 port = 8002;
    bool tls = true;
    QString path = QStringLiteral("/ws");

    // What people type: HOST, HOST:PORT, [IPv6]:PORT, or an address with ws, wss, http or https. Without a scheme TLS
    // is used, except on this machine itself. Fails with InvalidParams and words for the person.
    static Result<ServerAddress> parse(const QString &text);

    bool isValid() const { return !host.isEmpty(); }
    QUrl url() const;
    // HOST:PORT, lower case: names the server in lists of pins and credentials.
    QString key() const;
    // For people, and for parse(): HOST where everything else is as parse() assumes it, else the whole address.
    QString toString() const;
    friend bool operator==(const ServerAddress &, const ServerAddress &) = default;
};

}  // namespace cs

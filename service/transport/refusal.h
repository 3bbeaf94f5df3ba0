#pragma once

#include <memory>

#include <QByteArray>

#include "base/uniquefd.h"

QT_FORWARD_DECLARE_CLASS(QObject)
QT_FORWARD_DECLARE_CLASS(QSslSocket)

namespace cs {

// An HTTP answer that says why there is no WebSocket.
struct Refusal {
    int status = 400;
    QByteArray phrase;
    // One sentence for people.
    QByteArray text;
    // Whole lines "Name: value\r\n", or nothing.
    QByteArray fields;
};

// Sends the answer and closes the socket, whose request is still unread. Never blocks; a peer that does not read gets
// nothing.
void refuse(UniqueFd socket, const Refusal &refusal);
// The same for an encrypted socket, whose request has been read. It becomes a child of `room` until it is gone, some
// seconds at most.
void refuse(std::unique_ptr<QSslSocket> socket, const Refusal &refusal, QObject &room);

}  // namespace cs

#pragma once

#include <QByteArray>

#include "base/uniquefd.h"

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

}  // namespace cs

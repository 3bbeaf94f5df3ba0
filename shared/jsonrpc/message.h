#pragma once

#include <variant>
#include <vector>

#include <QByteArray>
#include <QString>

#include "jsonrpc/answers.h"

namespace cs {

// One JSON-RPC 2.0 request of a client. `id` and `params` are the very bytes of the frame.
struct Request {
    // Raw JSON text of a string, a number or null; empty for a notification.
    QByteArray id;
    QString method;
    // Raw JSON text of an object or an array; empty when absent or null.
    QByteArray params;

    bool isNotification() const { return id.isEmpty(); }
};

struct ParseLimits {
    // More requests than this in one batch are refused as a whole.
    qsizetype maxBatch = 50;
    // Deeper nesting is -32600. A batch's own array does not count.
    int maxDepth = 64;
};

// What stands in one frame: requests, and in the place of each broken one the error answer that is due for it.
// A frame that is broken as a whole holds one such answer and is no batch.
struct ParsedFrame {
    using Item = std::variant<Request, QByteArray>;
    bool isBatch = false;
    std::vector<Item> items;
};

// Reads one frame (any bytes). Reentrant, without state, in time linear to the size of the frame.
ParsedFrame parseFrame(const QByteArray &frame, const ParseLimits &limits);

// What a client receives: an answer to one of its requests, or a notification.
struct ParsedMessage {
    enum class Kind { Invalid, Result, Error, Notification };
    Kind kind = Kind::Invalid;
    // Raw JSON text; of results and errors.
    QByteArray id;
    // Raw JSON text; of results.
    QByteArray result;
    ErrorObject error;
    QString method;
    // Raw JSON text; empty when absent or null.
    QByteArray params;
};

// Reads one frame of a server, which is not a batch. Reentrant.
ParsedMessage parseMessage(const QByteArray &frame);

}  // namespace cs

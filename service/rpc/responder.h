#pragma once

#include <memory>
#include <vector>

#include <QByteArray>
#include <QString>

#include "jsonrpc/answers.h"
#include "jsonrpc/message.h"
#include "rpc/frameanswers.h"
#include "rpc/inflight.h"

namespace cs {

// The duty to answer one request exactly once: destroyed unanswered, it answers an internal error. Whoever holds it
// owns that duty; of a notification it answers nothing. Move-only; goes from thread to thread with its request.
class Responder {
public:
    // `id` is the raw id of the request, empty for a notification.
    Responder(std::shared_ptr<FrameAnswers> answers, size_t index, QByteArray id, QString requestId, InFlightSlot slot);
    Responder(Responder &&) noexcept = default;
    Responder &operator=(Responder &&) = delete;
    ~Responder();

    // Each at most once, and only one of them. `json` is the text of the reply.
    void result(const QByteArray &json);
    void error(const Error &error);
    void error(ErrorObject error);

    ConnectionId connection() const { return m_answers->connection(); }
    const QString &requestId() const { return m_requestId; }

private:
    void put(QByteArray answer);

    // Null once answered, or moved from.
    std::shared_ptr<FrameAnswers> m_answers;
    size_t m_index;
    QByteArray m_id;
    QString m_requestId;
    InFlightSlot m_slot;
};

// A request and the duty to answer it.
struct PendingRequest {
    Request request;
    Responder responder;
};

}  // namespace cs

#include "rpc/responder.h"

#include "rpc/logging.h"

namespace cs {

Responder::Responder(std::shared_ptr<FrameAnswers> answers, size_t index, QByteArray id, QString requestId,
                     InFlightSlot slot)
    : m_answers(std::move(answers)),
      m_index(index),
      m_id(std::move(id)),
      m_requestId(std::move(requestId)),
      m_slot(std::move(slot))
{}

Responder::~Responder()
{
    if (!m_answers)
        return;
    qCWarning(lcRpc).noquote() << "request" << m_requestId << "was left without an answer";
    error(Error::cancelled());
}

void Responder::result(const QByteArray &json)
{
    put(m_id.isEmpty() ? QByteArray() : resultAnswer(m_id, json));
}

void Responder::error(const Error &error)
{
    this->error(toErrorObject(error));
}

void Responder::error(ErrorObject error)
{
    // What went wrong inside is for the log; the request id leads there.
    if (error.code == rpccode::Internal)
        error.data = {{"request_id", m_requestId}};
    put(m_id.isEmpty() ? QByteArray() : errorAnswer(m_id, error));
}

void Responder::put(QByteArray answer)
{
    Q_ASSERT_X(m_answers, "Responder", "a request is answered once");
    // Given back first: who reads the answer may send the next request at once.
    m_slot = {};
    if (const auto answers = std::exchange(m_answers, nullptr))
        answers->put(m_index, std::move(answer));
}

}  // namespace cs

#include "rpc/frameanswers.h"

namespace cs {

void FrameAnswers::put(size_t index, QByteArray answer)
{
    m_answers[index] = std::move(answer);
    if (--m_open > 0)
        return;
    const QByteArray bytes = m_shape == Shape::Single ? m_answers.front() : joined();
    if (!bytes.isEmpty())
        m_sender.send(m_connection, bytes);
    m_hold.end();
}

QByteArray FrameAnswers::joined() const
{
    QByteArray array;
    for (const QByteArray &answer : m_answers) {
        if (!answer.isEmpty())
            (array += array.isEmpty() ? '[' : ',') += answer;
    }
    if (!array.isEmpty())
        array += ']';
    return array;
}

}  // namespace cs

#pragma once

#include <vector>

#include <QByteArray>

#include "rpc/notificationhold.h"

namespace cs {

// Gathers the answers of one frame and sends them once all are there: a single answer as it is, those of a batch in
// one array, nothing where there is none. Used by one thread at a time; shared by the frame's responders.
class FrameAnswers {
public:
    enum class Shape { Single, Batch };

    // `count` answers are expected; `sender` outlives this object. `hold` ends once the answers are sent.
    FrameAnswers(FrameSender &sender, ConnectionId connection, Shape shape, size_t count,
                 NotificationHold::Ticket hold = {})
        : m_sender(sender),
          m_connection(connection),
          m_shape(shape),
          m_answers(count),
          m_open(count),
          m_hold(std::move(hold))
    {}

    // Once for each index; empty for what is not answered.
    void put(size_t index, QByteArray answer);
    ConnectionId connection() const { return m_connection; }

private:
    QByteArray joined() const;

    FrameSender &m_sender;
    const ConnectionId m_connection;
    const Shape m_shape;
    std::vector<QByteArray> m_answers;
    size_t m_open;
    NotificationHold::Ticket m_hold;
};

}  // namespace cs

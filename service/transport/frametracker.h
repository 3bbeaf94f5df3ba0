#pragma once

#include <utility>

#include <QByteArrayView>

namespace cs {

// Follows the frames of one WebSocket client by their headers (RFC 6455, section 5.2), so that a wrong, too large or
// half message is known before anything is buffered for it. Keeps a header at most; no clock, no socket.
class FrameTracker {
public:
    enum class Verdict { Fine, Unmasked, Binary, TooBig };

    explicit FrameTracker(qint64 maxMessageBytes) : m_maxMessageBytes(maxMessageBytes) {}

    // The next bytes of the stream, in any portions. After anything but Fine the stream is not followed any more.
    Verdict feed(QByteArrayView bytes);
    // The same for `count` bytes nobody needs to look at; at most payloadLeft().
    void skip(qint64 count) { m_payloadLeft -= count; }

    // Of the frame that is under way, bytes still to come.
    qint64 payloadLeft() const { return m_payloadLeft; }
    // Whether a frame or a message has begun and not ended.
    bool midMessage() const { return m_headerBytes > 0 || m_payloadLeft > 0 || m_inMessage; }
    // How many messages have begun, to tell one that never ends from many.
    quint64 messagesBegun() const { return m_messagesBegun; }
    bool closeSeen() const { return m_closeSeen; }
    // PINGs and PONGs since the last call.
    int takeControlFrames() { return std::exchange(m_controlFrames, 0); }

private:
    qsizetype headerNeeds() const;
    Verdict onHeader();

    static constexpr qsizetype MaxHeader = 14;
    const qint64 m_maxMessageBytes;
    unsigned char m_header[MaxHeader] = {};
    qsizetype m_headerBytes = 0;
    qint64 m_payloadLeft = 0;
    // Of the message under way, all its frames together.
    qint64 m_messageBytes = 0;
    bool m_inMessage = false;
    quint64 m_messagesBegun = 0;
    bool m_closeSeen = false;
    int m_controlFrames = 0;
};

}  // namespace cs

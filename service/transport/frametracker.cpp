#include "transport/frametracker.h"

#include <algorithm>

#include <QtEndian>

#include "transport/wsframe.h"

namespace cs {

namespace {

constexpr qsizetype maskBytes = 4;

bool isControl(unsigned char opcode)
{
    return opcode >= static_cast<unsigned char>(WsOpcode::Close);
}

}  // namespace

// How long the header is, as far as its bytes so far tell.
qsizetype FrameTracker::headerNeeds() const
{
    if (m_headerBytes < 2)
        return 2;
    const unsigned char length = m_header[1] & 0x7f;
    const qsizetype extended = length == 126 ? 2 : length == 127 ? 8 : 0;
    return 2 + extended + ((m_header[1] & 0x80) ? maskBytes : 0);
}

FrameTracker::Verdict FrameTracker::feed(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        if (m_payloadLeft > 0) {
            const qint64 step = std::min<qint64>(m_payloadLeft, bytes.size());
            m_payloadLeft -= step;
            bytes = bytes.sliced(step);
            continue;
        }
        m_header[m_headerBytes++] = static_cast<unsigned char>(bytes.front());
        bytes = bytes.sliced(1);
        if (m_headerBytes < headerNeeds())
            continue;
        m_headerBytes = 0;
        if (const Verdict verdict = onHeader(); verdict != Verdict::Fine)
            return verdict;
    }
    return Verdict::Fine;
}

FrameTracker::Verdict FrameTracker::onHeader()
{
    const unsigned char opcode = m_header[0] & 0x0f;
    const bool last = m_header[0] & 0x80;
    if (!(m_header[1] & 0x80))
        return Verdict::Unmasked;
    if (opcode == static_cast<unsigned char>(WsOpcode::Binary))
        return Verdict::Binary;
    quint64 length = m_header[1] & 0x7f;
    if (length == 126)
        length = qFromBigEndian<quint16>(m_header + 2);
    else if (length == 127)
        length = qFromBigEndian<quint64>(m_header + 2);
    if (isControl(opcode)) {
        m_closeSeen = m_closeSeen || opcode == static_cast<unsigned char>(WsOpcode::Close);
        ++m_controlFrames;
    } else {
        // Before the addition, which a hostile length would overflow.
        if (length > static_cast<quint64>(m_maxMessageBytes))
            return Verdict::TooBig;
        m_messageBytes += static_cast<qint64>(length);
        if (m_messageBytes > m_maxMessageBytes)
            return Verdict::TooBig;
        if (!m_inMessage)
            ++m_messagesBegun;
        m_inMessage = !last;
        if (last)
            m_messageBytes = 0;
    }
    // A control frame of more than 125 bytes breaks the protocol; the server closes on it. Kept from overflowing.
    m_payloadLeft = static_cast<qint64>(std::min<quint64>(length, static_cast<quint64>(m_maxMessageBytes)));
    return Verdict::Fine;
}

}  // namespace cs

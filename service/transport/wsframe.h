#pragma once

#include <QByteArray>
#include <QString>

namespace cs {

// The frames a WebSocket server sends (RFC 6455, section 5.2): whole, never masked.
enum class WsOpcode : unsigned char { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

// The codes of RFC 6455, section 7.4.1, that the front sends.
namespace wsclose {
inline constexpr quint16 Normal = 1000;
inline constexpr quint16 GoingAway = 1001;
inline constexpr quint16 ProtocolError = 1002;
inline constexpr quint16 UnsupportedData = 1003;
inline constexpr quint16 PolicyViolation = 1008;
inline constexpr quint16 TooBig = 1009;
// Registered with IANA after the RFC.
inline constexpr quint16 TryAgainLater = 1013;
}  // namespace wsclose

// What stands before a payload of that size.
QByteArray wsHeader(WsOpcode opcode, qint64 payloadBytes);
QByteArray wsPing();
// The reason for closing a peer (TryAgainLater) for which too much waits.
QString tooSlow();
// `reason` is cut to the 123 bytes a close frame has room for.
QByteArray wsClose(quint16 code, const QString &reason);

}  // namespace cs

#include "transport/wsframe.h"

#include <QtEndian>

namespace cs {

namespace {

template<class Int>
void appendBigEndian(QByteArray &out, Int value)
{
    char bytes[sizeof(Int)];
    qToBigEndian(value, bytes);
    out.append(bytes, sizeof bytes);
}

}  // namespace

QByteArray wsHeader(WsOpcode opcode, qint64 payloadBytes)
{
    constexpr unsigned char fin = 0x80;
    QByteArray header;
    header.reserve(10);
    header += static_cast<char>(fin | static_cast<unsigned char>(opcode));
    if (payloadBytes < 126) {
        header += static_cast<char>(payloadBytes);
    } else if (payloadBytes <= 0xffff) {
        header += static_cast<char>(126);
        appendBigEndian(header, static_cast<quint16>(payloadBytes));
    } else {
        header += static_cast<char>(127);
        appendBigEndian(header, static_cast<quint64>(payloadBytes));
    }
    return header;
}

QByteArray wsPing()
{
    return wsHeader(WsOpcode::Ping, 0);
}

QString tooSlow()
{
    return QStringLiteral("too much waits to be read; connect again and read faster");
}

QByteArray wsClose(quint16 code, const QString &reason)
{
    constexpr qsizetype room = 123;
    QString cut = reason;
    while (cut.toUtf8().size() > room)
        cut.chop(1);
    QByteArray payload;
    appendBigEndian(payload, code);
    payload += cut.toUtf8();
    return wsHeader(WsOpcode::Close, payload.size()) + payload;
}

}  // namespace cs

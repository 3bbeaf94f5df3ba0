#pragma once

#include "support/tlsrig.h"
#include "unit/transport/frontrig.h"

namespace cs {

// A front that speaks TLS, and what its clients need.
class TlsFrontRig {
public:
    static FrontOptions options(const TestCertificate &certificate, TlsMode mode = TlsMode::Optional)
    {
        FrontOptions made;
        made.tls = {mode, certificate.source(), 256};
        return made;
    }
    static bool upgrade(TlsClient &client)
    {
        return client.isEncrypted() && client.write(RawClient::upgradeRequest())
               && client.readUntil("\r\n\r\n").startsWith("HTTP/1.1 101");
    }
    // The payload of the next frame.
    static QByteArray readText(TlsClient &client, int *opcode = nullptr)
    {
        const QByteArray head = client.read(2);
        if (head.size() < 2)
            return {};
        if (opcode)
            *opcode = head[0] & 0x0f;
        quint64 size = static_cast<unsigned char>(head[1]) & 0x7f;
        if (size == 126)
            size = qFromBigEndian<quint16>(client.read(2).constData());
        else if (size == 127)
            size = qFromBigEndian<quint64>(client.read(8).constData());
        return client.read(static_cast<qsizetype>(size));
    }
    static bool echoes(TlsClient &client, const QByteArray &text)
    {
        return client.write(RawClient::frame(1, text)) && readText(client) == text;
    }
};

}  // namespace cs

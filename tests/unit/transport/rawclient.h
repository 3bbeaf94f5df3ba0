#pragma once

#include <arpa/inet.h>
#include <chrono>
#include <cstring>
#include <netinet/in.h>
#include <optional>
#include <poll.h>
#include <sys/socket.h>
#include <utility>

#include <QByteArray>
#include <QDeadlineTimer>
#include <QtEndian>

#include "base/uniquefd.h"

namespace cs {

// A WebSocket client that can misbehave: it writes any bytes and reads frame by frame, without Qt's networking. Blocks
// up to a deadline.
class RawClient {
public:
    struct Frame {
        int opcode = 0;
        QByteArray payload;
    };

    static constexpr std::chrono::milliseconds Patience{5000};

    // `from` is another address of loopback than the usual one.
    explicit RawClient(quint16 port, const char *from = nullptr)
        : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        if (from) {
            ::inet_pton(AF_INET, from, &address.sin_addr);
            ::bind(m_socket.get(), reinterpret_cast<sockaddr *>(&address), sizeof address);
        }
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        m_connected = ::connect(m_socket.get(), reinterpret_cast<sockaddr *>(&address), sizeof address) == 0;
    }

    bool isConnected() const { return m_connected; }
    int descriptor() const { return m_socket.get(); }

    static QByteArray upgradeRequest(const QByteArray &fields = {}, const QByteArray &target = "/ws")
    {
        return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" + fields + "\r\n";
    }

    bool write(const QByteArray &bytes)
    {
        qsizetype done = 0;
        const QDeadlineTimer deadline(Patience);
        while (done < bytes.size()) {
            const ssize_t count = ::send(m_socket.get(), bytes.constData() + done,
                                         static_cast<size_t>(bytes.size() - done), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (count > 0)
                done += count;
            else if (count < 0 && errno != EAGAIN)
                return false;
            else if (!wait(POLLOUT, deadline))
                return false;
        }
        return true;
    }

    // The HTTP answer up to and with its empty line; what could be read if the peer closed before.
    QByteArray readHead()
    {
        const QDeadlineTimer deadline(Patience);
        while (!m_buffer.contains("\r\n\r\n") && fill(deadline)) {}
        const qsizetype end = m_buffer.indexOf("\r\n\r\n");
        return take(end < 0 ? m_buffer.size() : end + 4);
    }

    int status() { return readHead().mid(9, 3).toInt(); }

    bool upgrade(const QByteArray &fields = {}) { return write(upgradeRequest(fields)) && status() == 101; }

    static QByteArray frame(int opcode, const QByteArray &payload, bool last = true, bool masked = true)
    {
        QByteArray out;
        out += static_cast<char>((last ? 0x80 : 0) | opcode);
        const char mask = masked ? '\x80' : '\0';
        char length[8];
        if (payload.size() < 126) {
            out += static_cast<char>(mask | static_cast<char>(payload.size()));
        } else if (payload.size() < 65536) {
            out += static_cast<char>(mask | 126);
            qToBigEndian(static_cast<quint16>(payload.size()), length);
            out.append(length, 2);
        } else {
            out += static_cast<char>(mask | 127);
            qToBigEndian(static_cast<quint64>(payload.size()), length);
            out.append(length, 8);
        }
        // A mask of zeros leaves the payload as it is.
        if (masked)
            out += QByteArray(4, '\0');
        return out + payload;
    }
    bool sendText(const QByteArray &text) { return write(frame(1, text)); }

    // The next frame; nothing when the stream ends or the time is over.
    std::optional<Frame> readFrame(std::chrono::milliseconds patience = Patience)
    {
        const QDeadlineTimer deadline(patience);
        for (;;) {
            if (auto frame = parse())
                return frame;
            if (!fill(deadline))
                return std::nullopt;
        }
    }
    // The next frame that is no PING.
    QByteArray readText()
    {
        for (;;) {
            const auto frame = readFrame();
            if (!frame)
                return {};
            if (frame->opcode != 9)
                return frame->payload;
        }
    }
    // The code of the close frame that comes next, or 0.
    int readClose()
    {
        const auto frame = readFrame();
        return frame && frame->opcode == 8 && frame->payload.size() >= 2
                   ? qFromBigEndian<quint16>(frame->payload.constData())
                   : 0;
    }
    // Whether the peer ends the stream, by whatever means.
    bool ends(std::chrono::milliseconds patience = Patience)
    {
        const QDeadlineTimer deadline(patience);
        while (fill(deadline)) {}
        return m_ended;
    }

private:
    bool wait(short events, const QDeadlineTimer &deadline)
    {
        pollfd entry{m_socket.get(), events, 0};
        return ::poll(&entry, 1, static_cast<int>(deadline.remainingTime())) > 0;
    }
    bool fill(const QDeadlineTimer &deadline)
    {
        if (m_ended || !wait(POLLIN, deadline))
            return false;
        QByteArray bytes(65536, Qt::Uninitialized);
        const ssize_t count = ::recv(m_socket.get(), bytes.data(), static_cast<size_t>(bytes.size()), 0);
        m_ended = count <= 0;
        if (count > 0)
            m_buffer.append(bytes.constData(), count);
        return count > 0;
    }
    std::optional<Frame> parse()
    {
        if (m_buffer.size() < 2)
            return std::nullopt;
        qsizetype header = 2;
        quint64 length = static_cast<unsigned char>(m_buffer[1]) & 0x7f;
        if (length == 126)
            header = 4;
        else if (length == 127)
            header = 10;
        if (m_buffer.size() < header)
            return std::nullopt;
        if (header == 4)
            length = qFromBigEndian<quint16>(m_buffer.constData() + 2);
        else if (header == 10)
            length = qFromBigEndian<quint64>(m_buffer.constData() + 2);
        if (static_cast<quint64>(m_buffer.size() - header) < length)
            return std::nullopt;
        Frame frame{m_buffer[0] & 0x0f, m_buffer.mid(header, static_cast<qsizetype>(length))};
        take(header + static_cast<qsizetype>(length));
        return frame;
    }
    QByteArray take(qsizetype count)
    {
        const QByteArray taken = m_buffer.left(count);
        m_buffer.remove(0, count);
        return taken;
    }

    UniqueFd m_socket;
    QByteArray m_buffer;
    bool m_connected = false;
    bool m_ended = false;
};

}  // namespace cs

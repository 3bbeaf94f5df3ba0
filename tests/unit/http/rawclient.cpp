#include "unit/http/rawclient.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

RawClient::RawClient(quint16 port, int receiveBuffer)
{
    m_socket.reset(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const timeval timeout{.tv_sec = 5, .tv_usec = 0};
    ::setsockopt(m_socket.get(), SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
    ::setsockopt(m_socket.get(), SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout);
    if (receiveBuffer > 0)
        ::setsockopt(m_socket.get(), SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(m_socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        m_socket.reset();
}

bool RawClient::send(const QByteArray &bytes)
{
    qsizetype sent = 0;
    while (sent < bytes.size()) {
        const ssize_t n = ::send(m_socket.get(), bytes.constData() + sent, static_cast<size_t>(bytes.size() - sent),
                                 MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        sent += n;
    }
    return true;
}

bool RawClient::fill()
{
    char chunk[65536];
    const ssize_t n = ::recv(m_socket.get(), chunk, sizeof chunk, 0);
    if (n <= 0)
        return false;
    m_buffer.append(chunk, n);
    return true;
}

std::optional<RawClient::Answer> RawClient::read(const QByteArray &method)
{
    auto answer = readHead();
    if (!answer || !readBody(*answer, method))
        return std::nullopt;
    return answer;
}

std::optional<RawClient::Answer> RawClient::readHead()
{
    qsizetype end = -1;
    while ((end = m_buffer.indexOf("\r\n\r\n")) < 0) {
        if (!fill())
            return std::nullopt;
    }
    Answer answer;
    const QList<QByteArray> lines = m_buffer.first(end).split('\n');
    answer.status = lines.first().split(' ').value(1).toInt();
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        answer.headers.insert(line.first(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    m_buffer.remove(0, end + 4);
    return answer;
}

bool RawClient::readBody(Answer &answer, const QByteArray &method)
{
    const bool bodiless = method == "HEAD" || answer.status == 204 || answer.status == 304;
    const qsizetype size = bodiless ? 0 : answer.headers.value("content-length").toLongLong();
    while (m_buffer.size() < size) {
        if (!fill())
            return false;
    }
    answer.body = m_buffer.first(size);
    m_buffer.remove(0, size);
    return true;
}

QByteArray RawClient::requestText(const QByteArray &method, const QByteArray &target, const QByteArray &headerLines)
{
    return method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headerLines + "\r\n";
}

std::optional<RawClient::Answer> RawClient::ask(const QByteArray &method, const QByteArray &target,
                                                const QByteArray &headerLines)
{
    if (!send(requestText(method, target, headerLines)))
        return std::nullopt;
    return read(method);
}

bool RawClient::isEnded()
{
    while (fill())
        m_buffer.clear();
    return errno != EAGAIN;
}

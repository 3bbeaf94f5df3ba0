#include "transport/refusal.h"

#include <chrono>
#include <sys/socket.h>

#include <QSslSocket>
#include <QTimer>

namespace cs {

namespace {

// A socket closed with unread bytes in it is reset, and the peer may then never see the answer.
void discardWhatIsThere(int socket)
{
    char buffer[4096];
    constexpr int atMost = 16;
    for (int reads = 0; reads != atMost; ++reads) {
        if (::recv(socket, buffer, sizeof buffer, MSG_DONTWAIT) <= 0)
            return;
    }
}

QByteArray textOf(const Refusal &refusal)
{
    const QByteArray body = refusal.text + '\n';
    return "HTTP/1.1 " + QByteArray::number(refusal.status) + ' ' + refusal.phrase
           + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " + QByteArray::number(body.size())
           + "\r\nCache-Control: no-store\r\nConnection: close\r\n" + refusal.fields + "\r\n" + body;
}

}  // namespace

void refuse(UniqueFd socket, const Refusal &refusal)
{
    const QByteArray answer = textOf(refusal);
    discardWhatIsThere(socket.get());
    const ssize_t sent = ::send(socket.get(), answer.constData(), static_cast<size_t>(answer.size()),
                                MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent > 0)
        ::shutdown(socket.get(), SHUT_WR);
}

void refuse(std::unique_ptr<QSslSocket> socket, const Refusal &refusal, QObject &room)
{
    constexpr std::chrono::seconds patience{2};
    // Peers that do not take their answer must not pile up.
    constexpr qsizetype roomFor = 64;
    if (room.children().size() >= roomFor) {
        socket->abort();
        return;
    }
    QSslSocket *const leaving = socket.release();
    leaving->setParent(&room);
    QObject::connect(leaving, &QSslSocket::disconnected, leaving, &QObject::deleteLater);
    QTimer::singleShot(patience, leaving, [leaving] {
        leaving->abort();
        leaving->deleteLater();
    });
    leaving->write(textOf(refusal));
    leaving->disconnectFromHost();
}

}  // namespace cs

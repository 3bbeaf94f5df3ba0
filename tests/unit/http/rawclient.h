#pragma once

#include <optional>

#include <QByteArray>
#include <QMap>

#include "base/uniquefd.h"

// A blocking HTTP client that sends what it is told, right or wrong. Reads give up after five seconds.
class RawClient {
public:
    struct Answer {
        int status = 0;
        // By name in lower case.
        QMap<QByteArray, QByteArray> headers;
        QByteArray body;
    };

    explicit RawClient(quint16 port, int receiveBuffer = 0);

    bool isConnected() const { return m_socket.isValid(); }
    bool send(const QByteArray &bytes);
    // Nothing if the connection ends first. `method` HEAD means that no body comes.
    std::optional<Answer> read(const QByteArray &method = "GET");
    // The same in two steps.
    std::optional<Answer> readHead();
    bool readBody(Answer &answer, const QByteArray &method = "GET");
    // "METHOD target HTTP/1.1", Host, the given lines, and the answer to it.
    std::optional<Answer> ask(const QByteArray &method, const QByteArray &target, const QByteArray &headerLines = {});
    // True if the server has ended the connection, or does so within the time of a read.
    bool isEnded();

    static QByteArray requestText(const QByteArray &method, const QByteArray &target,
                                  const QByteArray &headerLines = {});

private:
    bool fill();
    cs::UniqueFd m_socket;
    QByteArray m_buffer;
};

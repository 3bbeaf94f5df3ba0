#pragma once

#include <memory>
#include <optional>

#include <QByteArray>
#include <QUrl>

#include "video/problem.h"

class QSslSocket;

namespace cs {

class Patience;

// One connection to a web server, plain or TLS, for a worker's thread: its calls wait, and give up with the patience. Owns
// the socket; never reads ahead more than ReadAhead bytes.
class HttpStream {
public:
    static constexpr qint64 ReadAhead = 256 * 1024;

    // `pin`: see VideoSource::Options::certificatePin. The patience outlives the stream.
    HttpStream(Patience &patience, QByteArray pin);
    ~HttpStream();

    // To the host and port of an http:// or https:// address.
    std::optional<VideoProblem> connectTo(const QUrl &url);
    bool isConnected() const;
    void close();

    bool write(const QByteArray &bytes);
    // At least one byte and at most `size`; 0 or less at the end of the connection or of the patience.
    qint64 read(char *to, qint64 size);
    // A line without its end, of at most `maxBytes`; nothing if it does not come whole.
    std::optional<QByteArray> readLine(qint64 maxBytes);

private:
    std::optional<VideoProblem> adopt(int descriptor, const QUrl &url);
    std::optional<VideoProblem> encrypt(const QString &host);
    bool waitForBytes();

    Patience &m_patience;
    QByteArray m_pin;
    std::unique_ptr<QSslSocket> m_socket;
};

}  // namespace cs

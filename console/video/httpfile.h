#pragma once

#include <deque>
#include <optional>

#include <QByteArray>
#include <QUrl>

#include "video/httpstream.h"

namespace cs {

// A file on a web server, read in ranges over one connection that is kept (RFC 9110 section 14). Owns the last BlockCount
// blocks that were read, so single steps and the demuxer's leaps cost no request; its calls wait. One worker's.
class HttpFile {
public:
    static constexpr qint64 BlockSize = 256 * 1024;
    static constexpr size_t BlockCount = 24;

    HttpFile(const QUrl &url, Patience &patience, const QByteArray &certificatePin);

    // Learns the size.
    std::optional<VideoProblem> open();
    qint64 size() const { return m_size; }
    // As many bytes from `position` as are at hand, at most `size`; 0 at the end, -1 after a problem().
    qint64 read(qint64 position, char *to, qint64 size);
    const std::optional<VideoProblem> &problem() const { return m_problem; }

private:
    struct Block {
        qint64 number = 0;
        QByteArray bytes;
    };
    struct Head {
        int status = 0;
        qint64 first = -1;
        qint64 last = -1;
        qint64 total = -1;
        qint64 length = -1;
        bool closes = false;
    };

    const QByteArray *block(qint64 number);
    std::optional<QByteArray> fetch(qint64 number);
    std::optional<Head> ask(qint64 first, qint64 last);
    std::optional<Head> readHead();
    static void readField(const QByteArray &line, Head &head);
    std::optional<VideoProblem> check(const Head &head, qint64 first, qint64 last) const;
    std::optional<QByteArray> readBody(qint64 size);
    void fail(VideoProblem problem);
    void failConnection();

    QUrl m_url;
    Patience &m_patience;
    HttpStream m_stream;
    qint64 m_size = -1;
    std::deque<Block> m_blocks;  // the one used last in front
    std::optional<VideoProblem> m_problem;
};

}  // namespace cs

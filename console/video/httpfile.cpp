#include "video/httpfile.h"

#include <algorithm>

#include "video/patience.h"

namespace cs {

namespace {

constexpr qint64 MaxLine = 4096;
constexpr int MaxLines = 64;

QByteArray requestFor(const QUrl &url, qint64 first, qint64 last)
{
    // Host and target are percent-encoded: no line end can be smuggled in.
    QByteArray target = url.path(QUrl::FullyEncoded).toLatin1();
    if (target.isEmpty())
        target = "/";
    if (url.hasQuery())
        target += '?' + url.query(QUrl::FullyEncoded).toLatin1();
    QByteArray host = url.host(QUrl::FullyEncoded).toLatin1();
    if (host.contains(':'))
        host = '[' + host + ']';
    if (url.port() != -1)
        host += ':' + QByteArray::number(url.port());
    return "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nRange: bytes=" + QByteArray::number(first) + '-'
           + QByteArray::number(last) + "\r\nAccept-Encoding: identity\r\nUser-Agent: camera-console\r\n\r\n";
}

}  // namespace

HttpFile::HttpFile(const QUrl &url, Patience &patience, const QByteArray &certificatePin)
    : m_url(url),
      m_patience(patience),
      m_stream(patience, certificatePin)
{}

std::optional<VideoProblem> HttpFile::open()
{
    (void)block(0);
    return m_problem;
}

qint64 HttpFile::read(qint64 position, char *to, qint64 size)
{
    if (m_problem || position < 0)
        return -1;
    if (position >= m_size)
        return 0;
    const QByteArray *bytes = block(position / BlockSize);
    if (!bytes)
        return -1;
    const qint64 offset = position % BlockSize;
    const qint64 count = std::clamp<qint64>(bytes->size() - offset, 0, size);
    std::copy_n(bytes->constData() + offset, count, to);
    return count;
}

const QByteArray *HttpFile::block(qint64 number)
{
    const auto found = std::find_if(m_blocks.begin(), m_blocks.end(),
                                    [number](const Block &block) { return block.number == number; });
    if (found != m_blocks.end()) {
        std::rotate(m_blocks.begin(), found, found + 1);
        return &m_blocks.front().bytes;
    }
    auto bytes = fetch(number);
    if (!bytes)
        return nullptr;
    if (m_blocks.size() >= BlockCount)
        m_blocks.pop_back();
    m_blocks.push_front({number, std::move(*bytes)});
    return &m_blocks.front().bytes;
}

std::optional<QByteArray> HttpFile::fetch(qint64 number)
{
    const qint64 first = number * BlockSize;
    const qint64 last = m_size < 0 ? first + BlockSize - 1 : std::min(first + BlockSize, m_size) - 1;
    const auto head = ask(first, last);
    if (!head)
        return {};
    if (const auto problem = check(*head, first, last)) {
        fail(*problem);
        return {};
    }
    if (m_size < 0)
        m_size = head->total;
    auto bytes = readBody(head->last - head->first + 1);
    if (!bytes)
        failConnection();
    else if (head->closes)
        m_stream.close();
    return bytes;
}

std::optional<HttpFile::Head> HttpFile::ask(qint64 first, qint64 last)
{
    const QByteArray request = requestFor(m_url, first, last);
    // A kept connection may have been closed by the server meanwhile.
    if (m_stream.isConnected() && m_stream.write(request)) {
        if (auto head = readHead())
            return head;
    }
    if (m_patience.interrupted()) {
        failConnection();
        return {};
    }
    if (auto problem = m_stream.connectTo(m_url)) {
        fail(*problem);
        return {};
    }
    auto head = m_stream.write(request) ? readHead() : std::nullopt;
    if (!head)
        failConnection();
    return head;
}

std::optional<HttpFile::Head> HttpFile::readHead()
{
    const auto status = m_stream.readLine(MaxLine);
    if (!status || !status->startsWith("HTTP/1.") || status->size() < 12)
        return {};
    Head head;
    head.status = status->mid(9, 3).toInt();
    head.closes = status->startsWith("HTTP/1.0");
    for (int i = 0; i < MaxLines; ++i) {
        const auto line = m_stream.readLine(MaxLine);
        if (!line)
            return {};
        if (line->isEmpty())
            return head;
        readField(*line, head);
    }
    return {};
}

void HttpFile::readField(const QByteArray &line, Head &head)
{
    const qsizetype colon = line.indexOf(':');
    const QByteArray name = line.left(colon).toLower();
    const QByteArray value = line.mid(colon + 1).trimmed();
    if (name == "content-length") {
        head.length = value.toLongLong();
    } else if (name == "connection") {
        head.closes = head.closes || value.toLower() == "close";
    } else if (name == "transfer-encoding") {
        head.length = -2;
    } else if (name == "content-range" && value.startsWith("bytes ")) {
        const qsizetype dash = value.indexOf('-');
        const qsizetype slash = value.indexOf('/');
        head.first = value.mid(6, dash - 6).toLongLong();
        head.last = value.mid(dash + 1, slash - dash - 1).toLongLong();
        head.total = value.mid(slash + 1).toLongLong();
    }
}

std::optional<VideoProblem> HttpFile::check(const Head &head, qint64 first, qint64 last) const
{
    const QString host = m_url.host();
    if (head.status == 401 || head.status == 403)
        return VideoProblem{VideoSource::Auth, QStringLiteral("%1 answered %2").arg(host).arg(head.status)};
    if (head.status == 404 || head.status == 410)
        return VideoProblem{VideoSource::NotFound, QStringLiteral("%1 answered %2").arg(host).arg(head.status)};
    if (head.status == 416)
        return VideoProblem{VideoSource::Codec, QStringLiteral("the file on %1 is empty").arg(host)};
    if (head.status == 200)
        return VideoProblem{VideoSource::Refused, QStringLiteral("%1 does not serve parts of files").arg(host)};
    if (head.status != 206)
        return VideoProblem{VideoSource::Lost, QStringLiteral("%1 answered %2").arg(host).arg(head.status)};
    if (m_size >= 0 && head.total < m_size)
        return VideoProblem{VideoSource::Lost, QStringLiteral("the file on %1 has changed").arg(host)};
    // Less than was asked for is only right at the end of the file.
    const bool asAsked = head.first == first && head.total > first && head.last == std::min(last, head.total - 1);
    if (!asAsked || head.length != head.last - head.first + 1)
        return VideoProblem{VideoSource::Lost, QStringLiteral("%1 sent another part than was asked for").arg(host)};
    return {};
}

std::optional<QByteArray> HttpFile::readBody(qint64 size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (qint64 have = 0; have < size;) {
        const qint64 got = m_stream.read(bytes.data() + have, size - have);
        if (got <= 0)
            return {};
        have += got;
    }
    return bytes;
}

void HttpFile::fail(VideoProblem problem)
{
    m_stream.close();
    m_problem = std::move(problem);
}

void HttpFile::failConnection()
{
    const auto why = m_patience.expired() && m_size < 0 ? VideoSource::Timeout : VideoSource::Lost;
    fail({why, m_patience.expired() ? QStringLiteral("%1 sent nothing in time").arg(m_url.host())
                                    : QStringLiteral("%1 broke off or sent no answer of HTTP").arg(m_url.host())});
}

}  // namespace cs

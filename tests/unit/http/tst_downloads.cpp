#include <sys/stat.h>

#include <QDir>
#include <QFile>

#include "support/testprogram.h"
#include "unit/http/httpfixture.h"
#include "unit/http/rawclient.h"

using namespace cs;

namespace {

const QString Name = QStringLiteral("camera0_2026-11-23_02-21-44-912172.mp4");
const QByteArray Target = "/files/recordings/camera0_2026-11-23_02-21-44-912172.mp4";

// The block's length is prime, so that a wrong offset shows.
QByteArray pattern(qsizetype size)
{
    QByteArray block(65521, Qt::Uninitialized);
    for (qsizetype i = 0; i < block.size(); ++i)
        block[i] = static_cast<char>((i * 31 + (i >> 8)) & 0xff);
    return block.repeated(size / block.size() + 1).first(size);
}

}  // namespace

class TestDownloads : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void wholeFileComesWithItsHeaders();
    void headHasTheSameHeadersAndNoBody();
    void ranges_data();
    void ranges();
    void headIgnoresRanges();
    void interruptedDownloadIsResumed();
    void changedFileIsSentWholeOnIfRange();
    void unchangedFileIsNotSentAgain();
    void linksAndFoldersAreNotServed();
    void encodedNameIsTheSameFile();
    void growingFileIsSentAsFarAsItWas();
    void fileRemovedWhileItIsSentComesWhole();
    void slowReaderHoldsUpNobody();
    void emptyFile();

private:
    std::optional<RawClient::Answer> get(const QByteArray &target, const QByteArray &lines)
    {
        return RawClient(m_server->port()).ask("GET", target, lines);
    }
    std::unique_ptr<HttpFixture> m_server;
    const QByteArray m_content = pattern(1000);
};

void TestDownloads::init()
{
    m_server = std::make_unique<HttpFixture>();
    QVERIFY(m_server->write(Name, m_content));
}

void TestDownloads::wholeFileComesWithItsHeaders()
{
    const auto answer = get(Target, m_server->bearerLine());
    QVERIFY(answer);
    QCOMPARE(answer->status, 200);
    QCOMPARE(answer->body, m_content);
    QCOMPARE(answer->headers.value("content-type"), QByteArray("video/mp4"));
    QCOMPARE(answer->headers.value("content-length"), QByteArray("1000"));
    QCOMPARE(answer->headers.value("accept-ranges"), QByteArray("bytes"));
    QCOMPARE(answer->headers.value("content-disposition"), "attachment; filename=\"" + Name.toUtf8() + '"');
    QCOMPARE(answer->headers.value("x-content-type-options"), QByteArray("nosniff"));
    QCOMPARE(answer->headers.value("referrer-policy"), QByteArray("no-referrer"));
    QCOMPARE(answer->headers.value("content-security-policy"),
             QByteArray("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"));
    QVERIFY(answer->headers.value("cache-control").startsWith("private"));
    QVERIFY(answer->headers.value("etag").startsWith('"'));
    QVERIFY(answer->headers.value("last-modified").endsWith(" GMT"));
    QVERIFY(!answer->headers.contains("access-control-allow-origin"));
}

void TestDownloads::headHasTheSameHeadersAndNoBody()
{
    RawClient client(m_server->port());
    const auto head = client.ask("HEAD", Target, m_server->bearerLine());
    const auto whole = client.ask("GET", Target, m_server->bearerLine());
    QVERIFY(head && whole);
    QCOMPARE(head->status, 200);
    auto headHeaders = head->headers;
    auto wholeHeaders = whole->headers;
    headHeaders.remove("date");
    wholeHeaders.remove("date");
    QCOMPARE(headHeaders, wholeHeaders);
    QCOMPARE(whole->body, m_content);
}

void TestDownloads::ranges_data()
{
    QTest::addColumn<QByteArray>("range");
    QTest::addColumn<int>("status");
    QTest::addColumn<qsizetype>("offset");
    QTest::addColumn<qsizetype>("size");
    const auto row = [](const char *range, int status, qsizetype offset, qsizetype size) {
        QTest::newRow(range) << QByteArray(range) << status << offset << size;
    };
    row("bytes=0-0", 206, 0, 1);
    row("bytes=0-99", 206, 0, 100);
    row("bytes=500-", 206, 500, 500);
    row("bytes=-100", 206, 900, 100);
    row("bytes=-5000", 206, 0, 1000);
    row("bytes=990-5000", 206, 990, 10);
    row("bytes=999-999", 206, 999, 1);
    row("bytes=1000-", 416, 0, 0);
    row("bytes=-0", 416, 0, 0);
    row("bytes=0-1,5-6", 200, 0, 1000);
    row("bytes=7-3", 200, 0, 1000);
    row("bytes=x", 200, 0, 1000);
    row("frames=0-1", 200, 0, 1000);
}

void TestDownloads::ranges()
{
    QFETCH(QByteArray, range);
    QFETCH(int, status);
    QFETCH(qsizetype, offset);
    QFETCH(qsizetype, size);
    RawClient client(m_server->port());
    const auto answer = client.ask("GET", Target, m_server->bearerLine() + "Range: " + range + "\r\n");
    QVERIFY(answer);
    QCOMPARE(answer->status, status);
    if (status == 416) {
        QCOMPARE(answer->headers.value("content-range"), QByteArray("bytes */1000"));
    } else {
        QCOMPARE(answer->body, m_content.mid(offset, size));
        const QByteArray expected = "bytes " + QByteArray::number(offset) + '-' + QByteArray::number(offset + size - 1)
                                    + "/1000";
        QCOMPARE(answer->headers.value("content-range"), status == 206 ? expected : QByteArray());
    }
    // The connection is still of use.
    QCOMPARE(client.ask("GET", "/health/live")->status, 200);
}

void TestDownloads::headIgnoresRanges()
{
    const auto answer =
        RawClient(m_server->port()).ask("HEAD", Target, m_server->bearerLine() + "Range: bytes=5-6\r\n");
    QVERIFY(answer);
    QCOMPARE(answer->status, 200);
    QCOMPARE(answer->headers.value("content-length"), QByteArray("1000"));
}

void TestDownloads::interruptedDownloadIsResumed()
{
    const auto first = get(Target, m_server->bearerLine() + "Range: bytes=0-399\r\n");
    QVERIFY(first);
    const auto rest = get(Target, m_server->bearerLine()
                                      + "Range: bytes=400-\r\nIf-Range: " + first->headers.value("etag") + "\r\n");
    QVERIFY(rest);
    QCOMPARE(rest->status, 206);
    QCOMPARE(first->body + rest->body, m_content);
}

void TestDownloads::changedFileIsSentWholeOnIfRange()
{
    const auto first = get(Target, m_server->bearerLine() + "Range: bytes=0-399\r\n");
    QVERIFY(first && m_server->write(Name, m_content + "more"));
    const auto rest = get(Target, m_server->bearerLine()
                                      + "Range: bytes=400-\r\nIf-Range: " + first->headers.value("etag") + "\r\n");
    QVERIFY(rest);
    QCOMPARE(rest->status, 200);
    QCOMPARE(rest->body, m_content + "more");
    QVERIFY(rest->headers.value("etag") != first->headers.value("etag"));
}

void TestDownloads::unchangedFileIsNotSentAgain()
{
    RawClient client(m_server->port());
    const auto first = client.ask("GET", Target, m_server->bearerLine());
    QVERIFY(first);
    const auto again = client.ask("GET", Target,
                                  m_server->bearerLine() + "If-None-Match: " + first->headers.value("etag") + "\r\n");
    QVERIFY(again);
    QCOMPARE(again->status, 304);
    QCOMPARE(again->headers.value("etag"), first->headers.value("etag"));
    QCOMPARE(again->headers.value("content-length"), QByteArray("1000"));
    const auto third = client.ask("GET", Target, m_server->bearerLine() + "If-None-Match: \"x\"\r\n");
    QCOMPARE(third->status, 200);
}

void TestDownloads::linksAndFoldersAreNotServed()
{
    QVERIFY(QFile::link(m_server->path(Name), m_server->path(QStringLiteral("link.mp4"))));
    QVERIFY(QDir().mkdir(m_server->path(QStringLiteral("folder.mp4"))));
    QCOMPARE(::mkfifo(QFile::encodeName(m_server->path(QStringLiteral("fifo.mp4"))).constData(), 0600), 0);
    // The last one is a name without harm once it is decoded; decoded twice it would be another.
    for (const char *name : {"link.mp4", "folder.mp4", "fifo.mp4", "missing.mp4", "%252e%252e%252fsecret"})
        QCOMPARE(get(QByteArray("/files/recordings/") + name, m_server->bearerLine())->status, 404);
}

void TestDownloads::encodedNameIsTheSameFile()
{
    const QString name = QStringLiteral("Tür 50% 😀.mp4");
    QVERIFY(m_server->write(name, "door"));
    const QByteArray target = "/files/recordings/T%C3%BCr%2050%25%20%F0%9F%98%80.mp4";
    QCOMPARE(get(target, m_server->bearerLine())->body, QByteArray("door"));
    QCOMPARE(get(target + "?token=" + m_server->ticket(fileResource(QStringLiteral("recordings"), name)), {})->status,
             200);
}

void TestDownloads::growingFileIsSentAsFarAsItWas()
{
    const QByteArray content = pattern(8 * 1024 * 1024);
    const QByteArray more = pattern(1024 * 1024);
    QVERIFY(m_server->write(Name, content));
    RawClient client(m_server->port(), 4096);
    QVERIFY(client.send(RawClient::requestText("GET", Target, m_server->bearerLine())));
    // The head is there, most of the body is not: the socket's buffers are far smaller.
    auto answer = client.readHead();
    QVERIFY(answer);
    QFile file(m_server->path(Name));
    QVERIFY(file.open(QIODevice::Append) && file.write(more) == more.size());
    file.close();
    QVERIFY(client.readBody(*answer));
    QCOMPARE(answer->headers.value("content-length"), QByteArray::number(content.size()));
    QCOMPARE(answer->body, content);
    QCOMPARE(client.ask("GET", Target, m_server->bearerLine())->body, content + more);
}

void TestDownloads::fileRemovedWhileItIsSentComesWhole()
{
    const QByteArray content = pattern(8 * 1024 * 1024);
    QVERIFY(m_server->write(Name, content));
    RawClient client(m_server->port(), 4096);
    QVERIFY(client.send(RawClient::requestText("GET", Target, m_server->bearerLine())));
    auto answer = client.readHead();
    QVERIFY(answer);
    QVERIFY(QFile::remove(m_server->path(Name)));
    QCOMPARE(get(Target, m_server->bearerLine())->status, 404);
    QVERIFY(client.readBody(*answer));
    QCOMPARE(answer->body, content);
}

void TestDownloads::slowReaderHoldsUpNobody()
{
    QVERIFY(m_server->write(Name, pattern(32 * 1024 * 1024)));
    std::vector<std::unique_ptr<RawClient>> sleepers;
    for (int i = 0; i < 20; ++i) {
        sleepers.push_back(std::make_unique<RawClient>(m_server->port(), 4096));
        QVERIFY(sleepers.back()->send(RawClient::requestText("GET", Target, m_server->bearerLine())));
    }
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 20; ++i)
        QCOMPARE(get("/health", {})->status, 200);
    QVERIFY2(timer.elapsed() < 2000, QByteArray::number(timer.elapsed()).constData());
}

void TestDownloads::emptyFile()
{
    QVERIFY(m_server->write(QStringLiteral("empty.mp4"), {}));
    const auto whole = get("/files/recordings/empty.mp4", m_server->bearerLine());
    QVERIFY(whole);
    QCOMPARE(whole->status, 200);
    QCOMPARE(whole->headers.value("content-length"), QByteArray("0"));
    QCOMPARE(get("/files/recordings/empty.mp4", m_server->bearerLine() + "Range: bytes=0-\r\n")->status, 416);
}

CS_TEST(TestDownloads)
#include "tst_downloads.moc"

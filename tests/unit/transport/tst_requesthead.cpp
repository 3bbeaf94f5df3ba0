
#include "support/testprogram.h"
#include "transport/requesthead.h"

using namespace cs;

namespace {

class RequestHeadTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsAHead();
    void findsWordsInLists();
    void refusesWhatProxiesDifferOn_data();
    void refusesWhatProxiesDifferOn();
};

void RequestHeadTest::readsAHead()
{
    const auto head = parseRequestHead(
        "GET /ws HTTP/1.1\r\nHost:  example.org:8002 \r\nX-A: 1\r\nx-a: 2\r\nEmpty:\r\n\r\n");
    QVERIFY(head);
    QCOMPARE(head->method, QByteArray("GET"));
    QCOMPARE(head->target, QByteArray("/ws"));
    QCOMPARE(head->value("host"), QByteArray("example.org:8002"));
    QCOMPARE(head->count("x-a"), 2);
    QCOMPARE(head->value("x-a"), QByteArray("1"));
    QCOMPARE(head->count("empty"), 1);
    QVERIFY(head->value("missing").isNull());
}

void RequestHeadTest::findsWordsInLists()
{
    const auto head = parseRequestHead("GET / HTTP/1.1\r\nConnection: keep-alive , UPGRADE\r\nConnection: x\r\n\r\n");
    QVERIFY(head);
    QVERIFY(head->lists("connection", "upgrade"));
    QVERIFY(head->lists("connection", "x"));
    QVERIFY(!head->lists("connection", "keep"));
}

void RequestHeadTest::refusesWhatProxiesDifferOn_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("only an empty line") << QByteArray("\r\n\r\n");
    QTest::newRow("no end") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\n");
    QTest::newRow("HTTP/1.0") << QByteArray("GET / HTTP/1.0\r\n\r\n");
    QTest::newRow("HTTP/2") << QByteArray("PRI * HTTP/2.0\r\n\r\n");
    QTest::newRow("two spaces") << QByteArray("GET  / HTTP/1.1\r\n\r\n");
    QTest::newRow("no target") << QByteArray("GET HTTP/1.1\r\n\r\n");
    QTest::newRow("bare line feeds") << QByteArray("GET / HTTP/1.1\nHost: a\r\n\r\n");
    QTest::newRow("folded") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n");
    QTest::newRow("space before colon") << QByteArray("GET / HTTP/1.1\r\nHost : a\r\n\r\n");
    QTest::newRow("no colon") << QByteArray("GET / HTTP/1.1\r\nHost\r\n\r\n");
    QTest::newRow("no name") << QByteArray("GET / HTTP/1.1\r\n: a\r\n\r\n");
    QTest::newRow("NUL in a value") << QByteArrayLiteral("GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n");
    QTest::newRow("return in a value") << QByteArray("GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n");
    QTest::newRow("NUL in a name") << QByteArrayLiteral("GET / HTTP/1.1\r\nHo\0st: a\r\n\r\n");
    QTest::newRow("not ASCII in the target") << QByteArray("GET /\xc3\xa9 HTTP/1.1\r\n\r\n");
    QTest::newRow("too many fields") << QByteArray("GET / HTTP/1.1\r\n" + QByteArray("a: b\r\n").repeated(101)
                                                   + "\r\n");
}

void RequestHeadTest::refusesWhatProxiesDifferOn()
{
    QFETCH(const QByteArray, text);
    QVERIFY(!parseRequestHead(text));
}

}  // namespace

CS_TEST(RequestHeadTest)
#include "tst_requesthead.moc"

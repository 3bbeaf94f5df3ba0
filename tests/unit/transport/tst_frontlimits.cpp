#include <thread>

#include <QElapsedTimer>

#include "support/testprogram.h"
#include "unit/transport/frontrig.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

// What one peer may not do, and that the others do not notice when it tries.
class FrontLimitsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aFrameThatIsTooLargeIsRefusedByItsHeader_data();
    void aFrameThatIsTooLargeIsRefusedByItsHeader();
    void fragmentsAreCountedTogether();
    void binaryFramesAreRefused();
    void unmaskedFramesAreRefused();
    void brokenFramesEndTheConnection_data();
    void brokenFramesEndTheConnection();
    void halfAMessageIsNotWaitedForLong_data();
    void halfAMessageIsNotWaitedForLong();
    void aDrippedMessageIsNotWaitedForLong();
    void manyMessagesInAStreamAreNoHalfOne();
    void aPeerThatDoesNotReadIsDropped();
    void aFloodOfPingsIsRefused();
    void unreadPongsDoNotPileUp();
    void connectionsBeyondTheLimitGetA503();
};

QByteArray header(quint64 length)
{
    QByteArray bytes = "\x81\xff";
    char raw[8];
    qToBigEndian(length, raw);
    return bytes + QByteArray(raw, 8) + QByteArray(4, '\0');
}

void FrontLimitsTest::aFrameThatIsTooLargeIsRefusedByItsHeader_data()
{
    QTest::addColumn<quint64>("length");
    QTest::newRow("one byte more") << quint64(1024 * 1024 + 1);
    QTest::newRow("2 GiB") << (quint64(1) << 31);
    QTest::newRow("2^63 - 1") << quint64(std::numeric_limits<qint64>::max());
    QTest::newRow("2^64 - 1") << std::numeric_limits<quint64>::max();
}

void FrontLimitsTest::aFrameThatIsTooLargeIsRefusedByItsHeader()
{
    QFETCH(const quint64, length);
    FrontOptions options;
    options.wire.closeDeadline = 100ms;
    FrontRig rig(options);
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade());
    QVERIFY(client.write(header(length)));
    QCOMPARE(client.readClose(), 1009);
    QVERIFY(client.ends());
    QTRY_COMPARE(rig.sink.closedCount(), 1);
}

void FrontLimitsTest::fragmentsAreCountedTogether()
{
    FrontOptions options;
    options.wire.maxMessageBytes = 1000;
    FrontRig rig(options);
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade());
    QVERIFY(client.write(RawClient::frame(1, QByteArray(600, 'a'), false)));
    QVERIFY(client.write(RawClient::frame(0, QByteArray(401, 'a')).left(8)));
    QCOMPARE(client.readClose(), 1009);
    QCOMPARE(rig.sink.frameCount(), 0);
}

void FrontLimitsTest::binaryFramesAreRefused()
{
    FrontRig rig;
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade());
    QVERIFY(client.write(RawClient::frame(1, "first") + RawClient::frame(2, "bytes")));
    QCOMPARE(client.readClose(), 1003);
    QVERIFY(client.ends());
}

void FrontLimitsTest::unmaskedFramesAreRefused()
{
    FrontRig rig;
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade());
    QVERIFY(client.write(RawClient::frame(1, "bare", true, false)));
    QCOMPARE(client.readClose(), 1002);
    QCOMPARE(rig.sink.frameCount(), 0);
}

void FrontLimitsTest::brokenFramesEndTheConnection_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("reserved bits") << QByteArray("\xf1\x80\0\0\0\0", 6);
    QTest::newRow("unknown opcode") << QByteArray("\x83\x80\0\0\0\0", 6);
    QTest::newRow("long ping") << RawClient::frame(9, QByteArray(126, 'p'));
    QTest::newRow("ping in fragments") << RawClient::frame(9, "p", false);
    QTest::newRow("continuation of nothing") << RawClient::frame(0, "x");
    QTest::newRow("text within text") << RawClient::frame(1, "a", false) + RawClient::frame(1, "b");
    QTest::newRow("no UTF-8") << RawClient::frame(1, "\xff\xfe");
    QTest::newRow("half a surrogate") << RawClient::frame(1, "\xed\xa0\x80");
}

void FrontLimitsTest::brokenFramesEndTheConnection()
{
    QFETCH(const QByteArray, bytes);
    FrontRig rig;
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade());
    QVERIFY(client.write(bytes));
    const int code = client.readClose();
    QVERIFY2(code == 1002 || code == 1007, qPrintable(QString::number(code)));
    QVERIFY(client.ends());
    QTRY_COMPARE(rig.sink.closedCount(), 1);
    QCOMPARE(rig.sink.frameCount(), 0);
}

void FrontLimitsTest::halfAMessageIsNotWaitedForLong_data()
{
    QTest::addColumn<QByteArrayList>("chunks");
    const QByteArray frame = RawClient::frame(1, QByteArray(1000, 'a'));
    QTest::newRow("half a header") << QByteArrayList{frame.left(1)};
    QTest::newRow("a header") << QByteArrayList{frame.left(8)};
    QTest::newRow("two chunks") << QByteArrayList{frame.left(100), frame.mid(100, 100)};
    QTest::newRow("first of two fragments") << QByteArrayList{RawClient::frame(1, "abc", false)};
    QTest::newRow("a message, then half of one") << QByteArrayList{RawClient::frame(1, "whole"), frame.left(500)};
}

void FrontLimitsTest::halfAMessageIsNotWaitedForLong()
{
    QFETCH(const QByteArrayList, chunks);
    FrontOptions options;
    options.wire.messageDeadline = 150ms;
    FrontRig rig(options);
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade());
    for (const QByteArray &chunk : chunks) {
        QVERIFY(client.write(chunk));
        QTest::qWait(20);
    }
    if (chunks.first().endsWith("whole"))
        QCOMPARE(client.readText(), QByteArray("whole"));
    QCOMPARE(client.readClose(), 1008);
    QVERIFY(client.ends(1s));
}

void FrontLimitsTest::aDrippedMessageIsNotWaitedForLong()
{
    FrontOptions options;
    options.wire.messageDeadline = 150ms;
    options.wire.closeDeadline = 100ms;
    FrontRig rig(options);
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade());
    const QByteArray frame = RawClient::frame(1, QByteArray(100'000, 'a'));
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; rig.sink.closedCount() == 0 && timer.elapsed() < 5000; ++i) {
        client.write(frame.mid(i, 1));
        QTest::qWait(5);
    }
    QCOMPARE(rig.sink.closedCount(), 1);
}

// Each read ends within a message, but never within the same one.
void FrontLimitsTest::manyMessagesInAStreamAreNoHalfOne()
{
    FrontOptions options;
    options.wire.messageDeadline = 500ms;
    FrontRig rig(options);
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade());
    const QByteArray frame = RawClient::frame(1, "abcdefghij");
    QVERIFY(client.write(frame.left(5)));
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 1200) {
        QVERIFY(client.write(frame.mid(5) + frame.left(5)));
        QCOMPARE(client.readText(), QByteArray("abcdefghij"));
        QTest::qWait(10);
    }
    QCOMPARE(rig.sink.closedCount(), 0);
}

void FrontLimitsTest::aPeerThatDoesNotReadIsDropped()
{
    FrontOptions options;
    options.wire.maxWriteBuffer = 1024 * 1024;
    options.wire.closeDeadline = 100ms;
    FrontRig rig(options);
    RawClient deaf(rig.front.port());
    RawClient healthy(rig.front.port());
    QVERIFY(deaf.upgrade());
    QVERIFY(healthy.upgrade());
    // The kernel takes some megabytes before the front's own buffer fills.
    for (int i = 0; rig.sink.closedCount() == 0 && i < 500; ++i) {
        deaf.sendText("give 100000");
        QVERIFY(healthy.sendText("hello"));
        QCOMPARE(healthy.readText(), QByteArray("hello"));
    }
    QTRY_COMPARE(rig.sink.closedCount(), 1);
    QCOMPARE(rig.sink.openCount(), 1);
}

void FrontLimitsTest::aFloodOfPingsIsRefused()
{
    FrontRig rig;
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade());
    QByteArray flood;
    for (int i = 0; i < 300; ++i)
        flood += RawClient::frame(9, {});
    QVERIFY(client.write(flood));
    std::optional<RawClient::Frame> frame;
    do {
        frame = client.readFrame();
    } while (frame && frame->opcode == 10);
    QVERIFY(frame);
    QCOMPARE(frame->opcode, 8);
    QCOMPARE(qFromBigEndian<quint16>(frame->payload.constData()), quint16(1008));
}

void FrontLimitsTest::unreadPongsDoNotPileUp()
{
    FrontOptions options;
    options.wire.maxWriteBuffer = 256 * 1024;
    options.wire.closeDeadline = 100ms;
    options.wire.maxControlFramesPerSecond = std::numeric_limits<int>::max();
    FrontRig rig(options);
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade());
    const QByteArray flood = RawClient::frame(9, QByteArray(125, 'p')).repeated(1000);
    for (int i = 0; rig.sink.closedCount() == 0 && i < 500; ++i)
        client.write(flood);
    QTRY_COMPARE(rig.sink.closedCount(), 1);
}

void FrontLimitsTest::connectionsBeyondTheLimitGetA503()
{
    FrontOptions options;
    options.maxConnections = 2;
    options.maxConnectionsPerAddress = 1;
    FrontRig rig(options);
    auto first = std::make_unique<RawClient>(rig.front.port());
    // This host is exempt from the limit by address.
    RawClient second(rig.front.port());
    QVERIFY(first->upgrade());
    QVERIFY(second.upgrade());
    RawClient third(rig.front.port());
    QVERIFY(third.write(RawClient::upgradeRequest()));
    const QByteArray answer = third.readHead();
    QVERIFY(answer.startsWith("HTTP/1.1 503 "));
    QVERIFY(answer.contains("Retry-After: "));
    // One goes, another may come.
    first.reset();
    QTRY_COMPARE(rig.sink.openCount(), 1);
    QTRY_VERIFY(RawClient(rig.front.port()).upgrade());
}

}  // namespace

CS_TEST(FrontLimitsTest)
#include "tst_frontlimits.moc"

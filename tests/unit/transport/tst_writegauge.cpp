#include "support/testprogram.h"
#include "transport/writegauge.h"

using namespace cs;

class TestWriteGauge : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsFromSendToTheKernel();
    void knowsOnlyOpenPeers();
    void tooMuchIsSaidOnce();
    void onePeersQueueIsNotAnothers();
    void drainsOnceAfterHavingBeenHigh();

private:
    using Verdict = WriteGauge::Verdict;
    static constexpr ConnectionId A{1};
    static constexpr ConnectionId B{2};
};

void TestWriteGauge::countsFromSendToTheKernel()
{
    WriteGauge gauge;
    gauge.opened(A);
    QCOMPARE(gauge.queued(A), 0);
    QCOMPARE(gauge.accept(A, 100), Verdict::Fine);
    QCOMPARE(gauge.accept(A, 50), Verdict::Fine);
    QCOMPARE(gauge.queued(A), 150);
    // 100 were given to the socket, which kept 30 and two of header.
    QVERIFY(!gauge.settle(A, 100, 32));
    QCOMPARE(gauge.queued(A), 82);
    QVERIFY(!gauge.settle(A, 50, 0));
    QCOMPARE(gauge.queued(A), 0);
}

void TestWriteGauge::knowsOnlyOpenPeers()
{
    WriteGauge gauge;
    QCOMPARE(gauge.accept(A, 1), Verdict::Ignored);
    QCOMPARE(gauge.queued(A), 0);
    QVERIFY(!gauge.settle(A, 1, 1));
    gauge.opened(A);
    QCOMPARE(gauge.accept(A, 1), Verdict::Fine);
    gauge.closed(A);
    QCOMPARE(gauge.accept(A, 1), Verdict::Ignored);
    QCOMPARE(gauge.queued(A), 0);
    gauge.opened(A);
    gauge.clear();
    QCOMPARE(gauge.accept(A, 1), Verdict::Ignored);
}

void TestWriteGauge::tooMuchIsSaidOnce()
{
    WriteGauge gauge({1000, 500, 100});
    gauge.opened(A);
    QCOMPARE(gauge.accept(A, 600), Verdict::Fine);
    gauge.settle(A, 600, 500);
    QCOMPARE(gauge.accept(A, 500), Verdict::Fine);
    QCOMPARE(gauge.accept(A, 1), Verdict::TooMuch);
    QCOMPARE(gauge.accept(A, 1), Verdict::Ignored);
    QCOMPARE(gauge.queued(A), 1000);
    // Also when it reads again: it is being closed.
    QVERIFY(!gauge.settle(A, 500, 0));
    QCOMPARE(gauge.accept(A, 1), Verdict::Ignored);
}

void TestWriteGauge::onePeersQueueIsNotAnothers()
{
    WriteGauge gauge({1000, 500, 100});
    gauge.opened(A);
    gauge.opened(B);
    QCOMPARE(gauge.accept(A, 1001), Verdict::TooMuch);
    QCOMPARE(gauge.accept(B, 1000), Verdict::Fine);
    QCOMPARE(gauge.queued(A), 0);
    QCOMPARE(gauge.queued(B), 1000);
    QCOMPARE(gauge.all(), (std::vector{std::pair(B, qint64(1000))}));
}

void TestWriteGauge::drainsOnceAfterHavingBeenHigh()
{
    WriteGauge gauge({1000, 500, 100});
    gauge.opened(A);
    QCOMPARE(gauge.accept(A, 500), Verdict::Fine);
    QVERIFY(!gauge.settle(A, 500, 0));
    QCOMPARE(gauge.accept(A, 501), Verdict::Fine);
    QVERIFY(!gauge.settle(A, 501, 100));
    QVERIFY(gauge.settle(A, 0, 99));
    QVERIFY(!gauge.settle(A, 0, 0));
    QCOMPARE(gauge.accept(A, 501), Verdict::Fine);
    QVERIFY(gauge.settle(A, 501, 0));
}

CS_TEST(TestWriteGauge)
#include "tst_writegauge.moc"

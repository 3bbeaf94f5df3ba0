
#include "support/testprogram.h"
#include "transport/outbox.h"

using namespace cs;

namespace {

class OutboxTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void wakesOnceForMany();
    void aHeldOneWakesNobody();
    void whatIsPutWhileShutIsDropped();
};

void put(Outbox &outbox, const QByteArray &message)
{
    outbox.put({ConnectionId{1}, Outbox::Item::Kind::Send, message});
}

void OutboxTest::wakesOnceForMany()
{
    Outbox outbox;
    int wakes = 0;
    outbox.open([&wakes] { ++wakes; });
    put(outbox, "a");
    put(outbox, "b");
    QCOMPARE(wakes, 1);
    const auto items = outbox.take();
    QCOMPARE(items.size(), size_t(2));
    QCOMPARE(items[0].message, QByteArray("a"));
    QCOMPARE(items[1].message, QByteArray("b"));
    put(outbox, "c");
    QCOMPARE(wakes, 2);
}

void OutboxTest::aHeldOneWakesNobody()
{
    Outbox outbox;
    int wakes = 0;
    outbox.open([&wakes] { ++wakes; });
    outbox.hold();
    put(outbox, "a");
    QCOMPARE(wakes, 0);
    QCOMPARE(outbox.take().size(), size_t(1));
    put(outbox, "b");
    QCOMPARE(wakes, 1);
}

void OutboxTest::whatIsPutWhileShutIsDropped()
{
    Outbox outbox;
    put(outbox, "before");
    QVERIFY(outbox.take().empty());
    outbox.open([] {});
    put(outbox, "between");
    outbox.shut();
    put(outbox, "after");
    QVERIFY(outbox.take().empty());
}

}  // namespace

CS_TEST(OutboxTest)
#include "tst_outbox.moc"

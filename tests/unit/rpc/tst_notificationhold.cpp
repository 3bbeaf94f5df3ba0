#include "support/testprogram.h"
#include "unit/rpc/rpcrig.h"

using namespace cs;

namespace {

const QByteArray notice = R"({"jsonrpc":"2.0","method":"x","params":{}})";

class NotificationHoldTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void notificationsOfABatchComeAfterItsAnswer();
    void aSingleCallHoldsNothing();
    void aBatchWithoutAnswersLetsThemGoToo();
    void aLaterBatchDoesNotHoldWhatCameBefore();
    void orderIsKept();
    void otherConnectionsAreNotHeld();
    void beyondTheLimitTheOldestGoesAtOnce();
    void whatWaitsForAClosedConnectionIsDropped();
};

void NotificationHoldTest::notificationsOfABatchComeAfterItsAnswer()
{
    RpcRig rig;
    QVERIFY(rig.call('[' + requestFrame("sum") + ',' + requestFrame("wait", "{}", "2") + ']').empty());
    rig.hold.notify(rig.connection, notice);
    QVERIFY(rig.sender.sent.empty());
    rig.state.waiting.front().finish(QStringLiteral("done"));
    RpcRig::settle();
    QCOMPARE(rig.sender.sent.size(), size_t(2));
    QVERIFY(rig.sender.sent.front().second.startsWith('['));
    QCOMPARE(rig.sender.last(), notice);
    rig.hold.notify(rig.connection, notice);
    QCOMPARE(rig.sender.sent.size(), size_t(3));
}

void NotificationHoldTest::aSingleCallHoldsNothing()
{
    RpcRig rig;
    rig.call(requestFrame("wait"));
    rig.hold.notify(rig.connection, notice);
    QCOMPARE(rig.sender.last(), notice);
    rig.state.waiting.front().finish(QStringLiteral("done"));
}

void NotificationHoldTest::aBatchWithoutAnswersLetsThemGoToo()
{
    RpcRig rig;
    rig.gateway.frame(rig.connection, '[' + requestFrame("update", "{}", {}) + ']');
    rig.hold.notify(rig.connection, notice);
    QVERIFY(rig.sender.sent.empty());
    RpcRig::settle();
    QCOMPARE(rig.sender.sent.size(), size_t(1));
    QCOMPARE(rig.sender.last(), notice);
}

// Else a client that always has a batch under way would hear nothing.
void NotificationHoldTest::aLaterBatchDoesNotHoldWhatCameBefore()
{
    FakeSender sender;
    NotificationHold hold(sender);
    auto first = hold.begin(ConnectionId{1});
    hold.notify(ConnectionId{1}, "a");
    auto second = hold.begin(ConnectionId{1});
    hold.notify(ConnectionId{1}, "b");
    first.end();
    QCOMPARE(sender.sent.size(), size_t(1));
    QCOMPARE(sender.last(), QByteArray("a"));
    second.end();
    QCOMPARE(sender.last(), QByteArray("b"));
}

void NotificationHoldTest::orderIsKept()
{
    FakeSender sender;
    NotificationHold hold(sender);
    auto first = hold.begin(ConnectionId{1});
    auto second = hold.begin(ConnectionId{1});
    for (const char *frame : {"a", "b", "c"})
        hold.notify(ConnectionId{1}, frame);
    second.end();
    QVERIFY(sender.sent.empty());
    first.end();
    QByteArray all;
    for (const auto &[connection, frame] : sender.sent)
        all += frame;
    QCOMPARE(all, QByteArray("abc"));
}

void NotificationHoldTest::otherConnectionsAreNotHeld()
{
    FakeSender sender;
    NotificationHold hold(sender);
    const auto ticket = hold.begin(ConnectionId{1});
    hold.notify(ConnectionId{2}, notice);
    QCOMPARE(sender.sent.size(), size_t(1));
}

void NotificationHoldTest::beyondTheLimitTheOldestGoesAtOnce()
{
    FakeSender sender;
    NotificationHold hold(sender);
    const QByteArray half(NotificationHold::MaxHeldBytes / 2, 'x');
    {
        const auto ticket = hold.begin(ConnectionId{1});
        hold.notify(ConnectionId{1}, half);
        hold.notify(ConnectionId{1}, half);
        QVERIFY(sender.sent.empty());
        hold.notify(ConnectionId{1}, "newest");
        QCOMPARE(sender.sent.size(), size_t(1));
        QCOMPARE(sender.last(), half);
    }
    QCOMPARE(sender.sent.size(), size_t(3));
    QCOMPARE(sender.last(), QByteArray("newest"));
}

void NotificationHoldTest::whatWaitsForAClosedConnectionIsDropped()
{
    FakeSender sender;
    NotificationHold hold(sender);
    {
        const auto ticket = hold.begin(ConnectionId{1});
        hold.notify(ConnectionId{1}, notice);
        hold.closed(ConnectionId{1});
    }
    QVERIFY(sender.sent.empty());
}

}  // namespace

CS_TEST(NotificationHoldTest)
#include "tst_notificationhold.moc"

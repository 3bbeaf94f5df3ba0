#include "http/connectiontable.h"
#include "support/testprogram.h"
#include "unit/http/socketpair.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

const QString Here = QStringLiteral("192.0.2.1");
const QString There = QStringLiteral("192.0.2.2");

// Whose request waits to be read.
ConnectionTable::Newcomer complete(int socket, const QString &address)
{
    return {.socket = socket, .address = address, .hasSentHead = true};
}

}  // namespace

class TestConnectionTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsToItsLimit();
    void oneAddressCannotTakeAll();
    void addressesOfOneIpv6NetworkAreOneParty();
    void loopbackMayTakeAll();
    void sameNumberIsTheSameSocket();
    void slowRequestIsCutOff();
    void servedConnectionIsLeftAlone();
    void whatWasNeverTakenOverCountsNoMore();
    void whatIsTakenOverTooLateIsCutOff();
    void whoIsRefusedSendsNobodyAway();
    void proxiesAreNotCountedByAddress();
    void silentHandshakesHaveLessTime();
    void ofTooManyHandshakesTheOldestGivesWay();
    void whoIsNotTakenOverYetGivesWayOnceItIs();
    void ofTooManyHalfHeadsOfAnAddressTheOldestGivesWay();
    void halfHeadsOfLoopbackLeaveRoomForOthers();
    void inAFullTableWhoOwesAHeadGivesWay();
    void halfHeadsGiveWayAtOnce();
    void whoHasSentItsHeadDoesNotGiveWay();
    void whoHasSentItsHeadComesInWhateverOthersOwe();
    void handshakesOfOneAddressGiveWayToEachOther();
    void oneAddressBeginsSoManyHandshakesASecond();
    void whoBeginsTooManyHandshakesSendsNobodyAway();
    void silentOnesAreCutOffAlsoWhenNobodyComes();

private:
    const ConnectionTable::Steady m_now{1h};
};

void TestConnectionTable::countsToItsLimit()
{
    ConnectionTable table({2, 2, 30s});
    QVERIFY(table.add(complete(100, Here), m_now));
    QVERIFY(table.add(complete(101, There), m_now));
    QVERIFY(!table.add(complete(102, Here), m_now));
    table.remove(100);
    table.remove(100);
    QCOMPARE(table.count(), 1);
    QVERIFY(table.add(complete(102, Here), m_now));
}

void TestConnectionTable::oneAddressCannotTakeAll()
{
    ConnectionTable table({10, 1, 30s});
    QVERIFY(table.add(complete(100, Here), m_now));
    QVERIFY(!table.add(complete(101, Here), m_now));
    QVERIFY(table.add(complete(102, There), m_now));
}

void TestConnectionTable::addressesOfOneIpv6NetworkAreOneParty()
{
    ConnectionTable table({10, 1, 30s});
    QVERIFY(table.add(complete(100, QStringLiteral("2001:db8::1")), m_now));
    QVERIFY(!table.add(complete(101, QStringLiteral("2001:db8::2")), m_now));
    QVERIFY(table.add(complete(102, QStringLiteral("2001:db8:0:1::1")), m_now));
}

void TestConnectionTable::loopbackMayTakeAll()
{
    ConnectionTable table({3, 1, 30s});
    for (const int socket : {100, 101, 102}) {
        QVERIFY(table.add({socket, QStringLiteral("127.0.0.1")}, m_now));
        table.started(socket, m_now);
        table.requestBegun(socket);
    }
    QVERIFY(!table.add({103, QStringLiteral("::1")}, m_now));
}

void TestConnectionTable::sameNumberIsTheSameSocket()
{
    ConnectionTable table({1, 1, 30s});
    QVERIFY(table.add({100, Here}, m_now));
    QVERIFY(table.add({100, There}, m_now));
    QCOMPARE(table.count(), 1);
}

void TestConnectionTable::slowRequestIsCutOff()
{
    ConnectionTable table({10, 10, 30s});
    const SocketPair slow;
    QVERIFY(table.add({slow.ours.get(), Here}, m_now));
    table.started(slow.ours.get(), m_now);
    QVERIFY(table.add({1000, There}, m_now + 10s));
    QVERIFY(!slow.isCutOff());
    QVERIFY(table.add({1001, There}, m_now + 11s));
    QVERIFY(slow.isCutOff());
    // Still known: whoever owns the socket has yet to close it.
    QCOMPARE(table.count(), 3);
}

void TestConnectionTable::servedConnectionIsLeftAlone()
{
    ConnectionTable table({10, 10, 30s});
    const SocketPair busy;
    QVERIFY(table.add({busy.ours.get(), Here}, m_now));
    table.started(busy.ours.get(), m_now);
    table.requestBegun(busy.ours.get());
    QVERIFY(table.add({1000, There}, m_now + 1h));
    QVERIFY(!busy.isCutOff());
    table.requestEnded(busy.ours.get(), m_now + 1h);
    QVERIFY(table.add({1001, There}, m_now + 1h + 30s));
    QVERIFY(!busy.isCutOff());
    QVERIFY(table.add({1002, There}, m_now + 1h + 31s));
    QVERIFY(busy.isCutOff());
}

void TestConnectionTable::whatWasNeverTakenOverCountsNoMore()
{
    ConnectionTable table({1, 1, 30s});
    const SocketPair lost;
    QVERIFY(table.add({lost.ours.get(), Here}, m_now));
    QVERIFY(table.add({1000, There}, m_now + 31s));
    // Its number may be another's by now.
    QVERIFY(!lost.isCutOff());
    table.tick(m_now + 10min);
    QCOMPARE(table.count(), 0);
}

void TestConnectionTable::whatIsTakenOverTooLateIsCutOff()
{
    for (const auto late : {std::chrono::seconds(31), std::chrono::seconds(10min)}) {
        ConnectionTable table({10, 10, 30s});
        const SocketPair slow;
        QVERIFY(table.add({slow.ours.get(), Here}, m_now));
        table.tick(m_now + late);
        QVERIFY(!slow.isCutOff());
        table.started(slow.ours.get(), m_now + late);
        QVERIFY(slow.isCutOff());
    }
}

void TestConnectionTable::whoIsRefusedSendsNobodyAway()
{
    const QString proxy = QStringLiteral("2001:db8::1");
    ConnectionTable table({.max = 10, .maxPerAddress = 2, .maxHalfOpenPerAddress = 1});
    for (const int socket : {100, 101}) {
        QVERIFY(table.add({socket, proxy, false, true, true}, m_now));
        table.started(socket, m_now);
        table.requestBegun(socket);
    }
    const SocketPair half;
    QVERIFY(table.add({half.ours.get(), proxy, false, true}, m_now));
    table.started(half.ours.get(), m_now);
    // Of the same network, and none of its others has to go.
    QVERIFY(!table.add({1000, QStringLiteral("2001:db8::2")}, m_now + 1s));
    QVERIFY(!half.isCutOff());
    // It still counts as one that may have to.
    table.tick(m_now + 11s);
    QVERIFY(half.isCutOff());
}

void TestConnectionTable::proxiesAreNotCountedByAddress()
{
    ConnectionTable table({10, 1, 30s});
    for (int i = 0; i < 5; ++i)
        QVERIFY(table.add({100 + i, Here, false, true}, m_now));
}

void TestConnectionTable::silentHandshakesHaveLessTime()
{
    ConnectionTable table({10, 10, 30s, 8, 10s});
    const SocketPair silent;
    const SocketPair asked;
    for (const SocketPair *pair : {&silent, &asked}) {
        QVERIFY(table.add({pair->ours.get(), Here, true}, m_now));
        table.started(pair->ours.get(), m_now);
    }
    table.requestBegun(asked.ours.get());
    table.requestEnded(asked.ours.get(), m_now);
    QVERIFY(table.add({1000, There}, m_now + 10s));
    QVERIFY(!silent.isCutOff());
    QVERIFY(table.add({1001, There}, m_now + 11s));
    QVERIFY(silent.isCutOff());
    QVERIFY(!asked.isCutOff());
}

void TestConnectionTable::ofTooManyHandshakesTheOldestGivesWay()
{
    ConnectionTable table({10, 10, 30s, 2, 10s});
    const SocketPair first;
    const SocketPair second;
    QVERIFY(table.add({first.ours.get(), Here, true}, m_now));
    table.started(first.ours.get(), m_now);
    QVERIFY(table.add({second.ours.get(), Here, true}, m_now + 1s));
    table.started(second.ours.get(), m_now + 1s);
    QVERIFY(table.add({1000, There}, m_now + 2s));
    QVERIFY(!first.isCutOff());
    QVERIFY(table.add({1001, There, true}, m_now + 2s));
    QVERIFY(first.isCutOff());
    QVERIFY(!second.isCutOff());
}

void TestConnectionTable::whoIsNotTakenOverYetGivesWayOnceItIs()
{
    ConnectionTable table({10, 10, 30s, 1, 10s});
    const SocketPair first;
    QVERIFY(table.add({first.ours.get(), Here, true}, m_now));
    QVERIFY(table.add({1001, There, true}, m_now));
    // Until then its number might be another's.
    QVERIFY(!first.isCutOff());
    table.started(first.ours.get(), m_now);
    QVERIFY(first.isCutOff());
    // And if it never is, it is forgotten.
    QVERIFY(table.add({1002, There, true}, m_now));
    table.tick(m_now + 6min);
    QCOMPARE(table.count(), 1);
}

namespace {

// Half heads: taken over, and nothing complete was sent.
std::vector<SocketPair> halfOpen(ConnectionTable &table, const QString &address, int count,
                                 ConnectionTable::Steady since)
{
    std::vector<SocketPair> out(static_cast<size_t>(count));
    for (const SocketPair &pair : out) {
        if (!table.add({pair.ours.get(), address}, since))
            break;
        table.started(pair.ours.get(), since);
        since += 1ms;
    }
    return out;
}

}  // namespace

void TestConnectionTable::ofTooManyHalfHeadsOfAnAddressTheOldestGivesWay()
{
    ConnectionLimits limits{100, 50, 30s};
    limits.maxHalfOpenPerAddress = 3;
    ConnectionTable table(limits);
    const auto stranger = halfOpen(table, There, 1, m_now - 1s);
    const auto half = halfOpen(table, Here, 3, m_now);
    QVERIFY(table.add({1000, Here}, m_now + 1s));
    QVERIFY(half[0].isCutOff() && !half[1].isCutOff() && !stranger[0].isCutOff());
    QVERIFY(table.add({1001, Here}, m_now + 1s));
    QVERIFY(half[1].isCutOff() && !half[2].isCutOff());
}

void TestConnectionTable::halfHeadsOfLoopbackLeaveRoomForOthers()
{
    ConnectionTable table({10, 10, 30s});
    const auto half = halfOpen(table, QStringLiteral("127.0.0.1"), 5, m_now);
    QVERIFY(table.add({1000, QStringLiteral("127.0.0.1")}, m_now + 1s));
    QVERIFY(half[0].isCutOff() && !half[1].isCutOff());
    for (int i = 0; i < 5; ++i)
        QVERIFY(table.add({1001 + i, There}, m_now + 1s));
    QVERIFY(!half[1].isCutOff());
}

void TestConnectionTable::inAFullTableWhoOwesAHeadGivesWay()
{
    ConnectionTable table({2, 2, 30s});
    const SocketPair busy;
    QVERIFY(table.add({busy.ours.get(), Here}, m_now));
    table.started(busy.ours.get(), m_now);
    table.requestBegun(busy.ours.get());
    const auto half = halfOpen(table, Here, 1, m_now);
    QVERIFY(table.add({1000, There}, m_now + 1s));
    QVERIFY(half[0].isCutOff() && !busy.isCutOff());
    table.requestBegun(1000);
    QVERIFY(!table.add({1001, There}, m_now + 2s));
    table.requestEnded(busy.ours.get(), m_now + 2s);
    QVERIFY(table.add({1002, There}, m_now + 3s));
    QVERIFY(busy.isCutOff());
}

void TestConnectionTable::halfHeadsGiveWayAtOnce()
{
    ConnectionTable table({2, 2, 30s});
    const auto half = halfOpen(table, Here, 2, m_now);
    QVERIFY(table.add({1000, There}, m_now + 1ms));
    QVERIFY(half[0].isCutOff() && !half[1].isCutOff());
}

void TestConnectionTable::whoHasSentItsHeadDoesNotGiveWay()
{
    ConnectionTable table({2, 2, 30s});
    const SocketPair whole;
    QVERIFY(table.add(complete(whole.ours.get(), Here), m_now));
    table.started(whole.ours.get(), m_now);
    const auto half = halfOpen(table, There, 1, m_now + 1s);
    QVERIFY(table.add({1000, There}, m_now + 2s));
    QVERIFY(half[0].isCutOff() && !whole.isCutOff());
    table.requestBegun(1000);
    // Once it was answered it owes the next one, as any other.
    table.requestBegun(whole.ours.get());
    table.requestEnded(whole.ours.get(), m_now + 3s);
    QVERIFY(table.add({1001, There}, m_now + 4s));
    QVERIFY(whole.isCutOff());
}

void TestConnectionTable::whoHasSentItsHeadComesInWhateverOthersOwe()
{
    const QString loopback = QStringLiteral("127.0.0.1");
    ConnectionTable table({10, 10, 30s});
    const auto half = halfOpen(table, loopback, 5, m_now);
    QVERIFY(table.add(complete(1000, loopback), m_now + 1s));
    QVERIFY(!half[0].isCutOff());
    QVERIFY(table.add({1001, loopback}, m_now + 1s));
    QVERIFY(half[0].isCutOff());
}

void TestConnectionTable::handshakesOfOneAddressGiveWayToEachOther()
{
    ConnectionTable table({.maxPerAddress = 10, .maxHandshakesPerAddress = 1});
    const SocketPair other;
    const SocketPair own;
    QVERIFY(table.add({other.ours.get(), There, true}, m_now));
    table.started(other.ours.get(), m_now);
    QVERIFY(table.add({own.ours.get(), Here, true}, m_now + 1s));
    table.started(own.ours.get(), m_now + 1s);
    QVERIFY(table.add({1000, Here, true}, m_now + 2s));
    QVERIFY(own.isCutOff());
    QVERIFY(!other.isCutOff());
    // Nobody is counted behind a proxy, nor on this host.
    QVERIFY(table.add({1001, There, true, true}, m_now + 2s));
    QVERIFY(!other.isCutOff());
}

void TestConnectionTable::oneAddressBeginsSoManyHandshakesASecond()
{
    ConnectionTable table({.maxPerAddress = 100,
                           .maxHandshakesPerAddress = 100,
                           .handshakesPerSecondPerAddress = 2,
                           .handshakeBurstPerAddress = 3});
    for (int i = 0; i < 3; ++i)
        QVERIFY(table.add({100 + i, Here, true}, m_now));
    QVERIFY(!table.add({103, Here, true}, m_now));
    // Others, and plain ones, come in.
    QVERIFY(table.add({103, There, true}, m_now));
    QVERIFY(table.add({104, Here}, m_now));
    QVERIFY(table.add({105, QStringLiteral("127.0.0.1"), true}, m_now));
    QVERIFY(table.add({106, Here, true}, m_now + 500ms));
    QVERIFY(!table.add({107, Here, true}, m_now + 500ms));
}

void TestConnectionTable::whoBeginsTooManyHandshakesSendsNobodyAway()
{
    ConnectionTable table({.max = 2, .handshakesPerSecondPerAddress = 1, .handshakeBurstPerAddress = 1});
    const auto others = halfOpen(table, There, 2, m_now);
    QVERIFY(table.add({1000, Here, true}, m_now + 1s));
    QVERIFY(others[0].isCutOff());
    QVERIFY(!table.add({1001, Here, true}, m_now + 1s));
    QVERIFY(!others[1].isCutOff());
}

void TestConnectionTable::silentOnesAreCutOffAlsoWhenNobodyComes()
{
    ConnectionTable table({10, 10, 30s, 8, 10s});
    const SocketPair silent;
    QVERIFY(table.add({silent.ours.get(), Here, true}, m_now));
    table.started(silent.ours.get(), m_now);
    table.tick(m_now + 10s);
    QVERIFY(!silent.isCutOff());
    table.tick(m_now + 11s);
    QVERIFY(silent.isCutOff());
}

CS_TEST(TestConnectionTable)
#include "tst_connectiontable.moc"

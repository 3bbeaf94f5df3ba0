#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "support/testprogram.h"
#include "support/tlsrig.h"
#include "unit/transport/frontrig.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

// Who reads slowly or not at all: what is queued for him is known, bounded, and reported when it has gone out.
class SlowPeersTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsQueuedIsKnown();
    void aPeerThatReadsAgainHasDrained();
    void aPeerThatKeepsUpNeverDrains();
    void tooMuchClosesThePeerWithAReason();
    void oneMessageThatIsTooLargeIsNotSent();
    void twentyThatNeverReadAreHeldWithinTheirLimits_data();
    void twentyThatNeverReadAreHeldWithinTheirLimits();
    void afterAStopNothingIsReported();
    void aControlPeerHasTheSameLimit();

private:
    static constexpr qint64 Limit = 4'000'000;
    // Sends until so much is queued, as the kernel takes some megabytes first.
    static bool fill(Front &front, ConnectionId id, qint64 least)
    {
        const QByteArray message(100'000, 'x');
        for (int i = 0; i < 1000 && front.queued(id) < least; ++i) {
            front.send(id, message);
            QTest::qWait(1);
        }
        return front.queued(id) >= least;
    }
};

void SlowPeersTest::whatIsQueuedIsKnown()
{
    FrontRig rig;
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade());
    QTRY_COMPARE(rig.sink.openCount(), 1);
    const ConnectionId id = rig.sink.lastPeer().id;
    QCOMPARE(rig.front.queued(id), 0);
    QCOMPARE(rig.front.queued(ConnectionId{999'999}), 0);
    QVERIFY(fill(rig.front, id, 1'000'000));
    QVERIFY(rig.front.queued(id) <= Limit);
    while (rig.front.queued(id) > 0)
        QCOMPARE(client.readText().size(), 100'000);
    QCOMPARE(rig.sink.closedCount(), 0);
}

void SlowPeersTest::aPeerThatReadsAgainHasDrained()
{
    FrontRig rig;
    QSignalSpy drained(&rig.front, &Front::drained);
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade());
    QTRY_COMPARE(rig.sink.openCount(), 1);
    const ConnectionId id = rig.sink.lastPeer().id;
    for (int round = 0; round < 2; ++round) {
        // While the kernel takes all, bursts come and go.
        QVERIFY(fill(rig.front, id, 1'000'000));
        QTest::qWait(20);
        const qsizetype before = drained.size();
        while (rig.front.queued(id) > 0)
            QCOMPARE(client.readText().size(), 100'000);
        QTRY_COMPARE(drained.size(), before + 1);
        QCOMPARE(drained.back().front().value<ConnectionId>(), id);
        QCOMPARE(drained.back().front().typeId(), qMetaTypeId<ConnectionId>());
    }
}

void SlowPeersTest::aPeerThatKeepsUpNeverDrains()
{
    FrontRig rig;
    QSignalSpy drained(&rig.front, &Front::drained);
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade());
    QTRY_COMPARE(rig.sink.openCount(), 1);
    const ConnectionId id = rig.sink.lastPeer().id;
    for (int i = 0; i < 200; ++i) {
        rig.front.send(id, QByteArray(50'000, 'x'));
        QCOMPARE(client.readText().size(), 50'000);
    }
    QTest::qWait(50);
    QCOMPARE(drained.size(), 0);
}

void SlowPeersTest::tooMuchClosesThePeerWithAReason()
{
    FrontRig rig;
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade());
    QTRY_COMPARE(rig.sink.openCount(), 1);
    const ConnectionId id = rig.sink.lastPeer().id;
    QVERIFY(fill(rig.front, id, 3'900'000));
    for (int i = 0; i < 3; ++i)
        rig.front.send(id, QByteArray(100'000, 'y'));
    QVERIFY(rig.front.queued(id) <= Limit);
    std::optional<RawClient::Frame> frame;
    do {
        frame = client.readFrame();
    } while (frame && frame->opcode == 1);
    QVERIFY(frame);
    QCOMPARE(frame->opcode, 8);
    QCOMPARE(qFromBigEndian<quint16>(frame->payload.constData()), quint16(1013));
    QVERIFY(frame->payload.contains("read faster"));
    QTRY_COMPARE(rig.sink.closedCount(), 1);
    QCOMPARE(rig.front.queued(id), 0);
}

void SlowPeersTest::oneMessageThatIsTooLargeIsNotSent()
{
    FrontRig rig;
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade());
    QTRY_COMPARE(rig.sink.openCount(), 1);
    rig.front.send(rig.sink.lastPeer().id, QByteArray(Limit + 1, 'x'));
    QCOMPARE(client.readClose(), 1013);
}

void SlowPeersTest::twentyThatNeverReadAreHeldWithinTheirLimits_data()
{
    QTest::addColumn<bool>("encrypted");
    QTest::newRow("plain") << false;
    QTest::newRow("encrypted") << true;
}

void SlowPeersTest::twentyThatNeverReadAreHeldWithinTheirLimits()
{
    QFETCH(const bool, encrypted);
    const TestCertificate certificate;
    FrontOptions options;
    options.tls = {TlsMode::Optional, certificate.source(), 256};
    options.wire.closeDeadline = 100ms;
    FrontRig rig(options);
    std::vector<std::unique_ptr<RawClient>> plain;
    std::vector<std::unique_ptr<TlsClient>> tls;
    std::vector<ConnectionId> ids;
    for (int i = 0; i < 20; ++i) {
        if (encrypted) {
            tls.push_back(std::make_unique<TlsClient>(rig.front.port()));
            QVERIFY(tls.back()->write(RawClient::upgradeRequest()));
            QVERIFY(tls.back()->readUntil("\r\n\r\n").startsWith("HTTP/1.1 101"));
            // Else it reads whenever the event loop runs.
            tls.back()->socket().setReadBufferSize(1);
        } else {
            plain.push_back(std::make_unique<RawClient>(rig.front.port()));
            QVERIFY(plain.back()->upgrade());
        }
        QTRY_COMPARE(rig.sink.openCount(), i + 1);
        ids.push_back(rig.sink.lastPeer().id);
    }
    const QByteArray message(20'000, 'x');
    qint64 most = 0;
    for (int i = 0; i < 2000 && rig.sink.closedCount() < 20; ++i) {
        for (const ConnectionId id : ids) {
            rig.front.send(id, message);
            most = std::max(most, rig.front.queued(id));
        }
        QTest::qWait(1);
    }
    QTRY_COMPARE(rig.sink.closedCount(), 20);
    qInfo("of %lld bytes allowed, at most %lld were queued", Limit, most);
    // What TLS adds to what it encrypts is some hundredths.
    QVERIFY(most <= Limit + Limit / 50);
    QVERIFY(most > Limit / 2);
}

void SlowPeersTest::afterAStopNothingIsReported()
{
    FrontRig rig;
    QSignalSpy drained(&rig.front, &Front::drained);
    RawClient client(rig.front.port());
    QVERIFY(client.upgrade());
    QTRY_COMPARE(rig.sink.openCount(), 1);
    const ConnectionId id = rig.sink.lastPeer().id;
    QVERIFY(fill(rig.front, id, 1'000'000));
    QTest::qWait(20);
    const qsizetype before = drained.size();
    // It drains, and that cannot have been heard yet when the front stops.
    while (rig.front.queued(id) > 0)
        QCOMPARE(client.readText().size(), 100'000);
    rig.front.stop();
    QCOMPARE(rig.front.queued(id), 0);
    QTest::qWait(20);
    QCOMPARE(drained.size(), before);
}

void SlowPeersTest::aControlPeerHasTheSameLimit()
{
    QTemporaryDir folder;
    FrontOptions options;
    options.controlSocket = folder.filePath("control.sock");
    FrontRig rig(options);
    QLocalSocket client;
    // Without room it does not take from the kernel what it is sent.
    client.setReadBufferSize(1);
    client.connectToServer(options.controlSocket);
    QTRY_COMPARE(rig.sink.openCount(), 1);
    const ConnectionId id = rig.sink.lastPeer().id;
    for (int i = 0; i < 1000 && rig.sink.closedCount() == 0; ++i) {
        rig.front.send(id, QByteArray(100'000, 'x'));
        QVERIFY(rig.front.queued(id) <= Limit + 1000);
        QTest::qWait(1);
    }
    QTRY_COMPARE(rig.sink.closedCount(), 1);
}

}  // namespace

CS_TEST(SlowPeersTest)
#include "tst_slowpeers.moc"

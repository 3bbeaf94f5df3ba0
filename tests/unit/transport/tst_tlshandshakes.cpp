#include <unistd.h>

#include <QElapsedTimer>
#include <QTcpServer>

#include "support/testprogram.h"
#include "transport/tlsdoor.h"
#include "unit/transport/tlsfrontrig.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

// Who comes in encrypted, who does not, and that the others do not notice.
class TlsHandshakesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void speaksTls12And13_data();
    void speaksTls12And13();
    void refusesTls11();
    void refusesWhatIsNoTls();
    void requiredTurnsPlainPeersAway();
    void offTurnsTlsAway();
    void withoutACertificateThereIsNoTls();
    void silentHandshakesHoldUpNobody();
    void silentHandshakesEnd_data();
    void silentHandshakesEnd();
    void ofTooManyHandshakesTheOldestGivesWay();
    void handshakesOfOnePartyGiveWayToEachOther();
    void onePartyBeginsSoManyHandshakes();
    void aNewCertificateDropsNobody();

private:
    static qint64 medianTime(quint16 port);
    FrontOptions options(TlsMode mode = TlsMode::Optional) const { return TlsFrontRig::options(m_certificate, mode); }

    TestCertificate m_certificate;
};

void TlsHandshakesTest::speaksTls12And13_data()
{
    QTest::addColumn<QSsl::SslProtocol>("protocol");
    QTest::newRow("1.2") << QSsl::TlsV1_2;
    QTest::newRow("1.3") << QSsl::TlsV1_3;
}

void TlsHandshakesTest::speaksTls12And13()
{
    QFETCH(const QSsl::SslProtocol, protocol);
    FrontRig rig(options());
    TlsClient client(rig.front.port(), protocol);
    QVERIFY(TlsFrontRig::upgrade(client));
    QCOMPARE(client.protocol(), protocol);
    QVERIFY2(client.cipher().contains(u"GCM") || client.cipher().contains(u"CHACHA20"), qPrintable(client.cipher()));
    QVERIFY(TlsFrontRig::echoes(client, "hello"));
}

void TlsHandshakesTest::refusesTls11()
{
    FrontRig rig(options());
    RawClient client(rig.front.port());
    QVERIFY(client.write(tls11Hello()));
    QCOMPARE(alertIn(client.readHead()), AlertProtocolVersion);
    QVERIFY(client.ends());
}

void TlsHandshakesTest::refusesWhatIsNoTls()
{
    FrontRig rig(options());
    for (const QByteArray &bytes : {QByteArray("\x16\x03\x01\x00\x05hello", 10),
                                    QByteArray("\x16", 1) + "GET / HTTP/1.1\r\n\r\n", QByteArray(40'000, '\x16')}) {
        RawClient client(rig.front.port());
        client.write(bytes);
        QVERIFY(client.ends());
    }
    TlsClient healthy(rig.front.port());
    QVERIFY(TlsFrontRig::upgrade(healthy));
    QCOMPARE(rig.sink.openCount(), 1);
}

void TlsHandshakesTest::requiredTurnsPlainPeersAway()
{
    FrontRig rig(options(TlsMode::Required));
    RawClient plain(rig.front.port());
    QVERIFY(plain.write(RawClient::upgradeRequest()));
    const QByteArray answer = plain.readHead();
    QVERIFY2(answer.startsWith("HTTP/1.1 426 "), answer.constData());
    QVERIFY(plain.ends());
    TlsClient encrypted(rig.front.port());
    QVERIFY(TlsFrontRig::upgrade(encrypted));
    QCOMPARE(rig.sink.openCount(), 1);
}

void TlsHandshakesTest::offTurnsTlsAway()
{
    FrontRig rig(options(TlsMode::Off));
    TlsClient encrypted(rig.front.port());
    QVERIFY(!encrypted.isEncrypted());
    RawClient plain(rig.front.port());
    QVERIFY(plain.upgrade());
}

void TlsHandshakesTest::withoutACertificateThereIsNoTls()
{
    FrontOptions none = options();
    none.tls.source = [] { return std::shared_ptr<const TlsMaterial>(); };
    FrontRig rig(none);
    QVERIFY(!TlsClient(rig.front.port()).isEncrypted());
    QVERIFY(RawClient(rig.front.port()).upgrade());
}

// Milliseconds of the middle one of 20 upgrades, encrypted and plain by turns.
qint64 TlsHandshakesTest::medianTime(quint16 port)
{
    std::vector<qint64> times;
    for (int i = 0; i < 20; ++i) {
        QElapsedTimer timer;
        timer.start();
        bool open = false;
        if (i % 2 == 0) {
            TlsClient client(port);
            open = TlsFrontRig::upgrade(client);
        } else {
            RawClient client(port);
            open = client.upgrade();
        }
        times.push_back(open ? timer.elapsed() : std::numeric_limits<int>::max());
    }
    std::sort(times.begin(), times.end());
    return times[10];
}

void TlsHandshakesTest::silentHandshakesHoldUpNobody()
{
    FrontRig rig(options());
    const qint64 before = medianTime(rig.front.port());
    std::vector<std::unique_ptr<RawClient>> silent;
    for (int i = 0; i < 30; ++i) {
        silent.push_back(std::make_unique<RawClient>(rig.front.port()));
        // The header of a record that never comes; some say nothing at all.
        QVERIFY(silent.back()->write(i % 3 == 0 ? QByteArray() : QByteArray("\x16\x03\x01\x02\x00", 5)));
    }
    const qint64 beside = medianTime(rig.front.port());
    qInfo("median of 20 upgrades: alone %lld ms, beside 30 silent handshakes %lld ms", before, beside);
    // On a busy machine both are slow.
    QVERIFY(beside < std::max<qint64>(100, 3 * before));
    for (const auto &client : silent)
        QVERIFY(!client->ends(0ms));
}

void TlsHandshakesTest::silentHandshakesEnd_data()
{
    QTest::addColumn<bool>("encrypted");
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("in the middle of a record") << false << QByteArray("\x16\x03\x01\x02\x00", 5);
    QTest::newRow("after the handshake") << true << QByteArray();
    QTest::newRow("in the middle of the head") << true << RawClient::upgradeRequest().chopped(1);
}

void TlsHandshakesTest::silentHandshakesEnd()
{
    QFETCH(const bool, encrypted);
    QFETCH(const QByteArray, sent);
    FrontOptions hasty = options();
    hasty.wire.handshakeDeadline = 300ms;
    FrontRig rig(hasty);
    if (encrypted) {
        TlsClient client(rig.front.port());
        QVERIFY(client.isEncrypted());
        QVERIFY(sent.isEmpty() || client.write(sent));
        QVERIFY(client.ends());
    } else {
        RawClient client(rig.front.port());
        QVERIFY(client.write(sent));
        QVERIFY(client.ends(3s));
    }
    QCOMPARE(rig.sink.openCount(), 0);
}

void TlsHandshakesTest::ofTooManyHandshakesTheOldestGivesWay()
{
    FrontOptions few = options();
    few.tls.maxHandshakes = 3;
    FrontRig rig(few);
    std::vector<std::unique_ptr<RawClient>> silent;
    for (int i = 0; i < 4; ++i) {
        silent.push_back(std::make_unique<RawClient>(rig.front.port()));
        QVERIFY(silent.back()->write("\x16\x03\x01"));
        QTest::qWait(20);
    }
    QVERIFY(silent[0]->ends());
    QVERIFY(!silent[1]->ends(0ms));
    TlsClient client(rig.front.port());
    QVERIFY(TlsFrontRig::upgrade(client));
}

namespace {

// A door that silent clients stand before.
struct SilentCrowd {
    explicit SilentCrowd(FrontTls tls)
        : options(std::move(tls)),
          door(options, 4096, 10s, [](TlsArrival &, TlsArrival::Outcome) {})
    {
        listening.listen(QHostAddress::LocalHost);
    }
    // False if it was sent away at once.
    bool comes(const QString &party)
    {
        auto client = std::make_unique<QTcpSocket>();
        client->connectToHost(QHostAddress::LocalHost, listening.serverPort());
        if (!client->waitForConnected() || !listening.waitForNewConnection(5000))
            return false;
        const std::unique_ptr<QTcpSocket> ours(listening.nextPendingConnection());
        const size_t before = door.underWay();
        door.take(UniqueFd(::dup(static_cast<int>(ours->socketDescriptor()))), {party, 1}, party);
        clients.push_back(std::move(client));
        return door.underWay() > before;
    }

    const FrontTls options;
    TlsDoor door;
    QTcpServer listening;
    std::vector<std::unique_ptr<QTcpSocket>> clients;
};

}  // namespace

void TlsHandshakesTest::handshakesOfOnePartyGiveWayToEachOther()
{
    FrontTls tls = options().tls;
    tls.maxHandshakesPerAddress = 2;
    SilentCrowd crowd(tls);
    const QString here = QStringLiteral("192.0.2.1");
    QVERIFY(crowd.comes(QStringLiteral("192.0.2.2")));
    QVERIFY(crowd.comes(here));
    QVERIFY(crowd.comes(here));
    // In place of its own first one; the other party, which was there before, stays.
    QVERIFY(!crowd.comes(here));
    QCOMPARE(crowd.door.underWay(), size_t(3));
    QTRY_COMPARE(crowd.clients[1]->state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(crowd.clients[0]->state(), QAbstractSocket::ConnectedState);
    // Who is not counted may have more.
    for (int i = 0; i < 4; ++i)
        QVERIFY(crowd.comes({}));
}

void TlsHandshakesTest::onePartyBeginsSoManyHandshakes()
{
    FrontTls tls = options().tls;
    tls.handshakesPerSecondPerAddress = 0.001;
    tls.handshakeBurstPerAddress = 3;
    SilentCrowd crowd(tls);
    for (int i = 0; i < 3; ++i)
        QVERIFY(crowd.comes(QStringLiteral("192.0.2.1")));
    QVERIFY(!crowd.comes(QStringLiteral("192.0.2.1")));
    QCOMPARE(crowd.door.underWay(), size_t(3));
    QVERIFY(crowd.comes(QStringLiteral("192.0.2.2")));
}

void TlsHandshakesTest::aNewCertificateDropsNobody()
{
    TestCertificate certificate;
    FrontOptions exchanged = options();
    exchanged.tls.source = certificate.source();
    // These clients answer no PINGs.
    exchanged.wire.pingInterval = 10min;
    FrontRig rig(exchanged);
    std::vector<std::unique_ptr<TlsClient>> clients;
    for (int i = 0; i < 100; ++i) {
        clients.push_back(std::make_unique<TlsClient>(rig.front.port()));
        QVERIFY(TlsFrontRig::upgrade(*clients.back()));
    }
    const QString before = certificate.fingerprint();
    QCOMPARE(clients.front()->fingerprint(), before);
    certificate.renew();
    for (const auto &client : clients)
        QVERIFY(TlsFrontRig::echoes(*client, "still here"));
    TlsClient later(rig.front.port());
    QVERIFY(TlsFrontRig::upgrade(later));
    QCOMPARE(later.fingerprint(), certificate.fingerprint());
    QVERIFY(later.fingerprint() != before);
    QCOMPARE(rig.sink.closedCount(), 0);
    QCOMPARE(rig.sink.openCount(), 101);
}

}  // namespace

CS_TEST(TlsHandshakesTest)
#include "tst_tlshandshakes.moc"

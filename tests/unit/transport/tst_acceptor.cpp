#include <ctime>
#include <fcntl.h>
#include <sys/resource.h>

#include <QRegularExpression>

#include "support/testprogram.h"
#include "transport/acceptor.h"
#include "unit/transport/rawclient.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

// Sockets from the listener to whoever serves them.
class AcceptorTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void handsOverWhatWasAcceptedUnread();
    void waitsForTheWholeHeadWithoutSpinning();
    void tellsTlsByItsFirstByte();
    void tellsHeadsThatAreTooLong();
    void emptyLinesAreNoHead();
    void heads_data();
    void heads();
    void aFirstByteIsEnoughWhereAskedFor();
    void silentSocketsAreClosedInTime();
    void socketsThatCloseAreForgotten();
    void theLongestSilentOneMakesRoom();
    void whoHasMostSilentOnesMakesRoom();
    void withoutDescriptorsNewcomersAreClosed();
    void closingDropsWhatWaits();
};

// What an acceptor handed over.
struct AcceptorRig {
    explicit AcceptorRig(AcceptorOptions options = {})
    {
        options.host = QStringLiteral("127.0.0.1");
        const auto listening = acceptor.listen(options);
        if (!listening.ok())
            qFatal("%s", qPrintable(listening.error().message));
    }
    std::vector<Arrival> arrivals;
    Acceptor acceptor{[this](Arrival arrival) { arrivals.push_back(std::move(arrival)); }};
};

QByteArray unread(const Arrival &arrival)
{
    QByteArray bytes(100'000, Qt::Uninitialized);
    const ssize_t count = ::recv(arrival.socket.get(), bytes.data(), static_cast<size_t>(bytes.size()), MSG_DONTWAIT);
    return bytes.left(std::max<ssize_t>(0, count));
}

void AcceptorTest::handsOverWhatWasAcceptedUnread()
{
    AcceptorRig rig;
    RawClient client(rig.acceptor.port());
    client.write("GET / HTTP/1.1\r\nA: b\r\n\r\nmore");
    QTRY_COMPARE(rig.arrivals.size(), size_t(1));
    const Arrival &arrival = rig.arrivals.front();
    QCOMPARE(arrival.kind, Arrival::Kind::Plain);
    QCOMPARE(arrival.head, QByteArray("GET / HTTP/1.1\r\nA: b\r\n\r\n"));
    QCOMPARE(arrival.peer.address, QStringLiteral("127.0.0.1"));
    QVERIFY(arrival.peer.port > 0);
    QCOMPARE(unread(arrival), QByteArray("GET / HTTP/1.1\r\nA: b\r\n\r\nmore"));
    QCOMPARE(rig.acceptor.waiting(), size_t(0));
}

void AcceptorTest::waitsForTheWholeHeadWithoutSpinning()
{
    AcceptorRig rig;
    RawClient client(rig.acceptor.port());
    client.write("GET / HTTP/1.1\r\n");
    QTRY_COMPARE(rig.acceptor.waiting(), size_t(1));
    // What is peeked at stays readable: a naive loop takes all the CPU there is now.
    const clock_t before = std::clock();
    QTest::qWait(400);
    const double used = double(std::clock() - before) / CLOCKS_PER_SEC;
    QVERIFY2(used < 0.2, qPrintable(QString::number(used)));
    for (const char c : QByteArray("A: b\r\n\r"))
        client.write(QByteArray(1, c));
    QTest::qWait(20);
    QVERIFY(rig.arrivals.empty());
    client.write("\n");
    QTRY_COMPARE(rig.arrivals.size(), size_t(1));
    QCOMPARE(rig.arrivals.front().head, QByteArray("GET / HTTP/1.1\r\nA: b\r\n\r\n"));
    QCOMPARE(unread(rig.arrivals.front()), rig.arrivals.front().head);
}

void AcceptorTest::tellsTlsByItsFirstByte()
{
    AcceptorRig rig;
    RawClient client(rig.acceptor.port());
    client.write("\x16\x03\x01");
    QTRY_COMPARE(rig.arrivals.size(), size_t(1));
    QCOMPARE(rig.arrivals.front().kind, Arrival::Kind::Tls);
}

void AcceptorTest::tellsHeadsThatAreTooLong()
{
    AcceptorOptions options;
    options.maxHeadBytes = 100;
    AcceptorRig rig(options);
    RawClient client(rig.acceptor.port());
    client.write(QByteArray(101, 'x'));
    QTRY_COMPARE(rig.arrivals.size(), size_t(1));
    QCOMPARE(rig.arrivals.front().kind, Arrival::Kind::HeadTooLong);
}

void AcceptorTest::emptyLinesAreNoHead()
{
    AcceptorRig rig;
    RawClient idle(rig.acceptor.port());
    RawClient client(rig.acceptor.port());
    idle.write("\r\n\r\n\r\n");
    client.write("\r\n\r\nGET / HTTP/1.1\r\n\r\n");
    QTRY_COMPARE(rig.arrivals.size(), size_t(1));
    QCOMPARE(rig.arrivals.front().head, QByteArray("\r\n\r\nGET / HTTP/1.1\r\n\r\n"));
    QCOMPARE(rig.acceptor.waiting(), size_t(1));
    idle.write("GET /late HTTP/1.1\r\n\r\n");
    QTRY_COMPARE(rig.arrivals.size(), size_t(2));
    QCOMPARE(rig.arrivals.back().head, QByteArray("\r\n\r\n\r\nGET /late HTTP/1.1\r\n\r\n"));
}

void AcceptorTest::heads_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<Arrival::Kind>("kind");
    QTest::newRow("just fits") << 100 << Arrival::Kind::Plain;
    QTest::newRow("one too long") << 101 << Arrival::Kind::HeadTooLong;
}

void AcceptorTest::heads()
{
    QFETCH(const int, size);
    AcceptorOptions options;
    options.maxHeadBytes = 100;
    AcceptorRig rig(options);
    RawClient client(rig.acceptor.port());
    client.write(QByteArray(size - 4, 'x') + "\r\n\r\n" + QByteArray(50, 'y'));
    QTRY_COMPARE(rig.arrivals.size(), size_t(1));
    QTEST(rig.arrivals.front().kind, "kind");
}

void AcceptorTest::aFirstByteIsEnoughWhereAskedFor()
{
    AcceptorOptions options;
    options.peekFor = PeekFor::FirstByte;
    AcceptorRig rig(options);
    RawClient silent(rig.acceptor.port());
    RawClient client(rig.acceptor.port());
    client.write("G");
    QTRY_COMPARE(rig.arrivals.size(), size_t(1));
    QCOMPARE(rig.arrivals.front().kind, Arrival::Kind::Plain);
    QVERIFY(rig.arrivals.front().head.isEmpty());
    QCOMPARE(unread(rig.arrivals.front()), QByteArray("G"));
}

void AcceptorTest::silentSocketsAreClosedInTime()
{
    AcceptorOptions options;
    options.headDeadline = 50ms;
    AcceptorRig rig(options);
    RawClient client(rig.acceptor.port());
    client.write("GET");
    QTRY_COMPARE(rig.acceptor.waiting(), size_t(1));
    QTRY_COMPARE(rig.acceptor.waiting(), size_t(0));
    QVERIFY(client.ends());
    QVERIFY(rig.arrivals.empty());
}

void AcceptorTest::socketsThatCloseAreForgotten()
{
    AcceptorRig rig;
    auto client = std::make_unique<RawClient>(rig.acceptor.port());
    client->write("GET / HT");
    QTRY_COMPARE(rig.acceptor.waiting(), size_t(1));
    client.reset();
    QTRY_COMPARE(rig.acceptor.waiting(), size_t(0));
    QVERIFY(rig.arrivals.empty());
}

void AcceptorTest::theLongestSilentOneMakesRoom()
{
    AcceptorOptions options;
    options.maxWaiting = 3;
    AcceptorRig rig(options);
    std::vector<std::unique_ptr<RawClient>> silent;
    for (size_t i = 0; i < 3; ++i) {
        silent.push_back(std::make_unique<RawClient>(rig.acceptor.port()));
        QTRY_COMPARE(rig.acceptor.waiting(), i + 1);
    }
    RawClient client(rig.acceptor.port());
    client.write("GET / HTTP/1.1\r\n\r\n");
    QTRY_COMPARE(rig.arrivals.size(), size_t(1));
    QVERIFY(silent.front()->ends(100ms));
    QVERIFY(!silent.back()->ends(50ms));
}

void AcceptorTest::whoHasMostSilentOnesMakesRoom()
{
    AcceptorOptions options;
    options.maxWaiting = 4;
    AcceptorRig rig(options);
    std::vector<std::unique_ptr<RawClient>> silent;
    const auto come = [&](const char *from) {
        silent.push_back(std::make_unique<RawClient>(rig.acceptor.port(), from));
        return silent.back()->isConnected();
    };
    for (const char *from : {"127.0.0.2", "127.0.0.3", "127.0.0.3", "127.0.0.3"}) {
        QVERIFY(come(from));
        QTRY_COMPARE(rig.acceptor.waiting(), silent.size());
    }
    QVERIFY(come("127.0.0.3"));
    QVERIFY(come("127.0.0.4"));
    QTRY_VERIFY(silent[1]->ends(10ms));
    QTRY_VERIFY(silent[2]->ends(10ms));
    QVERIFY(!silent[0]->ends(50ms) && !silent[3]->ends(50ms));
    QCOMPARE(rig.acceptor.waiting(), size_t(4));
    // Whoever it was, the one whose head comes is served.
    silent[0]->write("GET / HTTP/1.1\r\n\r\n");
    QTRY_COMPARE(rig.arrivals.size(), size_t(1));
    QCOMPARE(rig.arrivals.front().peer.address, QStringLiteral("127.0.0.2"));
}

void AcceptorTest::withoutDescriptorsNewcomersAreClosed()
{
    AcceptorRig rig;
    // The first check of a type by UBSan needs a descriptor, and the acceptor will log when there is none.
    qInfo() << "taking all descriptors";
    // Descriptors for the clients are there beforehand; then none is left.
    std::vector<UniqueFd> clients;
    for (int i = 0; i < 3; ++i)
        clients.emplace_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    rlimit before{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    const rlimit tight{128, before.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &tight);
    std::vector<UniqueFd> hoard;
    for (int fd = ::open("/dev/null", O_RDONLY); fd >= 0; fd = ::open("/dev/null", O_RDONLY))
        hoard.emplace_back(fd);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(rig.acceptor.port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("no file descriptor left")));
    for (const UniqueFd &client : clients)
        QCOMPARE(::connect(client.get(), reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
    const clock_t begin = std::clock();
    QTest::qWait(200);
    const double used = double(std::clock() - begin) / CLOCKS_PER_SEC;
    char byte = 0;
    int closed = 0;
    for (const UniqueFd &client : clients)
        closed += ::recv(client.get(), &byte, 1, MSG_DONTWAIT) == 0;
    hoard.clear();
    ::setrlimit(RLIMIT_NOFILE, &before);
    QCOMPARE(closed, 3);
    QVERIFY2(used < 0.15, qPrintable(QString::number(used)));
    RawClient later(rig.acceptor.port());
    later.write("GET / HTTP/1.1\r\n\r\n");
    QTRY_COMPARE(rig.arrivals.size(), size_t(1));
}

void AcceptorTest::closingDropsWhatWaits()
{
    AcceptorRig rig;
    RawClient client(rig.acceptor.port());
    QTRY_COMPARE(rig.acceptor.waiting(), size_t(1));
    const quint16 port = rig.acceptor.port();
    rig.acceptor.close();
    QVERIFY(client.ends());
    QCOMPARE(rig.acceptor.port(), quint16(0));
    QVERIFY(!RawClient(port).isConnected());
}

}  // namespace

Q_DECLARE_METATYPE(cs::Arrival::Kind)

CS_TEST(AcceptorTest)
#include "tst_acceptor.moc"

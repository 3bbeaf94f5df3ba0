#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <QTemporaryDir>

#include "net/address.h"
#include "support/testprogram.h"
#include "transport/listensocket.h"
#include "transport/peeraddress.h"
#include "unit/transport/rawclient.h"

using namespace cs;

namespace {

constexpr int backlog = 16;

class ListenSocketTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void allInterfacesTakeBothFamilies();
    void localhostListensOnBothLoopbacks();
    void acceptedSocketsInheritNoDelay();
    void takenPortsAreNamed();
    void wrongHostsAreNamed();
    void unixSocketsAreForTheirOwner();
    void staleFilesAreReplaced();
    void livingSocketsAreNot();
    void otherFilesAreNotTouched();
    void longPathsAreNamed();
};

int connectTo(const QString &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    qstrncpy(address.sun_path, path.toUtf8().constData(), sizeof address.sun_path);
    const UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM, 0));
    return ::connect(fd.get(), reinterpret_cast<sockaddr *>(&address), sizeof address);
}

void ListenSocketTest::allInterfacesTakeBothFamilies()
{
    const auto sockets = listenOnTcp({}, 0, backlog);
    QVERIFY(sockets.ok());
    QCOMPARE(sockets->size(), size_t(1));
    const quint16 port = localEnd(sockets->front().get()).port;
    QVERIFY(port > 0);
    const RawClient v4(port);
    QVERIFY(v4.isConnected());
    const UniqueFd accepted(::accept(sockets->front().get(), nullptr, nullptr));
    QCOMPARE(peerEnd(accepted.get()).address, QStringLiteral("127.0.0.1"));
    QVERIFY(isLoopback(peerEnd(accepted.get()).address));
}

void ListenSocketTest::localhostListensOnBothLoopbacks()
{
    const auto sockets = listenOnTcp(QStringLiteral("localhost"), 0, backlog);
    QVERIFY(sockets.ok());
    QCOMPARE(localEnd(sockets->front().get()).address, QStringLiteral("127.0.0.1"));
    if (sockets->size() < 2)
        QSKIP("this machine has no IPv6 loopback");
    QCOMPARE(localEnd(sockets->back().get()).address, QStringLiteral("::1"));
    QCOMPARE(localEnd(sockets->back().get()).port, localEnd(sockets->front().get()).port);
}

void ListenSocketTest::acceptedSocketsInheritNoDelay()
{
    const auto sockets = listenOnTcp(QStringLiteral("127.0.0.1"), 0, backlog);
    QVERIFY(sockets.ok());
    const RawClient client(localEnd(sockets->front().get()).port);
    const UniqueFd accepted(::accept(sockets->front().get(), nullptr, nullptr));
    int on = 0;
    socklen_t length = sizeof on;
    QCOMPARE(::getsockopt(accepted.get(), IPPROTO_TCP, TCP_NODELAY, &on, &length), 0);
    QCOMPARE(on, 1);
}

void ListenSocketTest::takenPortsAreNamed()
{
    const auto first = listenOnTcp(QStringLiteral("127.0.0.1"), 0, backlog);
    QVERIFY(first.ok());
    const quint16 port = localEnd(first->front().get()).port;
    for (const char *host : {"127.0.0.1", "", "localhost"}) {
        const auto second = listenOnTcp(QString::fromLatin1(host), port, backlog);
        QVERIFY(!second.ok());
        QVERIFY(second.error().message.contains(QStringLiteral("port %1").arg(port)));
        QVERIFY(second.error().message.contains(QLatin1String("another program uses this port")));
    }
}

void ListenSocketTest::wrongHostsAreNamed()
{
    for (const char *host : {"cam.example", "300.1.1.1", "127.0.0.1:80", "[::1]"}) {
        const auto sockets = listenOnTcp(QString::fromLatin1(host), 0, backlog);
        QVERIFY(!sockets.ok());
        QVERIFY(sockets.error().message.contains(QString::fromLatin1(host)));
    }
    const auto foreign = listenOnTcp(QStringLiteral("192.0.2.1"), 0, backlog);
    QVERIFY(!foreign.ok());
    QVERIFY(foreign.error().message.contains(QLatin1String("no interface has this address")));
}

void ListenSocketTest::unixSocketsAreForTheirOwner()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("control.sock"));
    const auto previous = ::umask(0);
    const auto socket = listenOnPath(path, backlog);
    ::umask(previous);
    QVERIFY(socket.ok());
    struct stat status {};
    QCOMPARE(::stat(path.toUtf8().constData(), &status), 0);
    QCOMPARE(status.st_mode & 0777, 0600u);
    QCOMPARE(connectTo(path), 0);
}

void ListenSocketTest::staleFilesAreReplaced()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("control.sock"));
    {
        const auto first = listenOnPath(path, backlog);
        QVERIFY(first.ok());
    }
    QVERIFY(QFile::exists(path));
    const auto second = listenOnPath(path, backlog);
    QVERIFY(second.ok());
    QCOMPARE(connectTo(path), 0);
}

void ListenSocketTest::livingSocketsAreNot()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("control.sock"));
    const auto first = listenOnPath(path, backlog);
    QVERIFY(first.ok());
    const auto second = listenOnPath(path, backlog);
    QVERIFY(!second.ok());
    QVERIFY(second.error().message.contains(QLatin1String("another service answers on it")));
    QCOMPARE(connectTo(path), 0);
}

void ListenSocketTest::otherFilesAreNotTouched()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("control.sock"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto socket = listenOnPath(path, backlog);
    QVERIFY(!socket.ok());
    QVERIFY(socket.error().message.contains(path));
    QVERIFY(QFile::exists(path));
}

void ListenSocketTest::longPathsAreNamed()
{
    const auto socket = listenOnPath(u'/' + QString(200, u'x'), backlog);
    QVERIFY(!socket.ok());
    QVERIFY(socket.error().message.contains(QLatin1String("longer than 107 bytes")));
}

}  // namespace

CS_TEST(ListenSocketTest)
#include "tst_listensocket.moc"

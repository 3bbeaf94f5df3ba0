#include <arpa/inet.h>
#include <netinet/in.h>

#include "net/address.h"
#include "support/testprogram.h"

using namespace cs;

class TestAddress : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneSpelling_data();
    void oneSpelling();
    void loopback_data();
    void loopback();
    void hostsThatAreThisOne_data();
    void hostsThatAreThisOne();
    void networks_data();
    void networks();
    void socketAddresses();
};

void TestAddress::oneSpelling_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("canonical");
    QTest::newRow("v4") << "192.0.2.7"
                        << "192.0.2.7";
    QTest::newRow("mapped") << "::ffff:192.0.2.7"
                            << "192.0.2.7";
    QTest::newRow("mapped, in hex") << "::FFFF:c000:207"
                                    << "192.0.2.7";
    QTest::newRow("v6 written out") << "2001:DB8:0:0:0:0:0:1"
                                    << "2001:db8::1";
    QTest::newRow("zone") << "fe80::1%eth0"
                          << "fe80::1";
    QTest::newRow("no address") << "@control"
                                << "@control";
    QTest::newRow("empty") << ""
                           << "";
}

void TestAddress::oneSpelling()
{
    QFETCH(QString, text);
    QFETCH(QString, canonical);
    QCOMPARE(canonicalAddress(text), canonical);
}

void TestAddress::loopback_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isIt");
    for (const char *text : {"127.0.0.1", "127.8.0.1", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1", "::1%lo"})
        QTest::newRow(text) << QString::fromLatin1(text) << true;
    for (const char *text :
         {"128.0.0.1", "192.0.2.7", "::2", "::", "0.0.0.0", "localhost", "127.evil.example", "127.1", ""})
        QTest::addRow("'%s'", text) << QString::fromLatin1(text) << false;
}

void TestAddress::loopback()
{
    QFETCH(const QString, text);
    QTEST(isLoopback(text), "isIt");
}

void TestAddress::hostsThatAreThisOne_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("isIt");
    for (const char *host : {"localhost", "127.0.0.1", "127.8.0.1", "::1"})
        QTest::newRow(host) << QString::fromLatin1(host) << true;
    for (const char *host : {"", "localhost.evil.example", "192.0.2.7", "0.0.0.0", "::", "nvr", "127.evil.example"})
        QTest::addRow("not '%s'", host) << QString::fromLatin1(host) << false;
}

void TestAddress::hostsThatAreThisOne()
{
    QFETCH(const QString, host);
    QTEST(isThisHost(host), "isIt");
}

void TestAddress::networks_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("network");
    QTest::newRow("v4") << "192.0.2.7"
                        << "192.0.2.7";
    QTest::newRow("v6") << "2001:db8:1:2:3:4:5:6"
                        << "2001:db8:1:2::/64";
    QTest::newRow("no address") << "@control"
                                << "@control";
}

void TestAddress::networks()
{
    QFETCH(QString, address);
    QFETCH(QString, network);
    QCOMPARE(networkOf(address), network);
}

void TestAddress::socketAddresses()
{
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    QCOMPARE(canonicalAddress(reinterpret_cast<const sockaddr *>(&v4)), QStringLiteral("127.0.0.1"));
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    inet_pton(AF_INET6, "::ffff:10.0.0.1", &v6.sin6_addr);
    QCOMPARE(canonicalAddress(reinterpret_cast<const sockaddr *>(&v6)), QStringLiteral("10.0.0.1"));
    sockaddr other{};
    other.sa_family = AF_UNIX;
    QCOMPARE(canonicalAddress(&other), QString());
}

CS_TEST(TestAddress)
#include "tst_address.moc"

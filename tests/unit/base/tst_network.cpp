#include "base/network.h"
#include "support/testprogram.h"

using namespace cs;

// Which texts are addresses and networks.
class TestNetwork : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void textsAreAddressesOrNetworksOrNeither_data();
    void textsAreAddressesOrNetworksOrNeither();
};

void TestNetwork::textsAreAddressesOrNetworksOrNeither_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("address");
    QTest::addColumn<bool>("network");
    for (const char *text : {"127.0.0.1", "0.0.0.0", "::", "::1", "2001:DB8::7", "::ffff:192.0.2.7"})
        QTest::newRow(text) << QString::fromLatin1(text) << true << true;
    for (const char *text : {"10.0.0.0/8", "192.0.2.7/32", "0.0.0.0/0", "fd00::/8", "::/128"})
        QTest::newRow(text) << QString::fromLatin1(text) << false << true;
    for (const char *text : {"", "localhost", "127.1", "2130706433", "010.0.0.1", "256.0.0.1", "[::1]", "::1%lo",
                             "127.0.0.1:80", "10/8", "10.0.0.0/", "10.0.0.0/08", "10.0.0.0/33", "10.0.0.0/-1", "::/129",
                             "10.0.0.0/255.0.0.0", "10.0.0.0/8/8", "\xe9"})
        QTest::addRow("neither '%s'", text) << QString::fromLatin1(text) << false << false;
    QTest::newRow("NUL behind it") << QString(QStringLiteral("127.0.0.1") + QChar::Null + u'x') << false << false;
}

void TestNetwork::textsAreAddressesOrNetworksOrNeither()
{
    QFETCH(const QString, text);
    QTEST(isAddress(text), "address");
    QTEST(isNetwork(text), "network");
}

CS_TEST(TestNetwork)
#include "tst_network.moc"

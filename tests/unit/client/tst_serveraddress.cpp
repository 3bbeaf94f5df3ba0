#include <QTest>

#include "client/serveraddress.h"
#include "support/testprogram.h"

using namespace cs;

class TestServerAddress : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void peopleTypeItInManyWays_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("url");
        QTest::newRow("name") << "camera.example"
                              << "wss://camera.example:8002/ws";
        QTest::newRow("blanks") << "  camera.example "
                                << "wss://camera.example:8002/ws";
        QTest::newRow("port") << "camera.example:9000"
                              << "wss://camera.example:9000/ws";
        QTest::newRow("IPv4") << "192.0.2.7"
                              << "wss://192.0.2.7:8002/ws";
        QTest::newRow("IPv6") << "2001:db8::7"
                              << "wss://[2001:db8::7]:8002/ws";
        QTest::newRow("IPv6 and port") << "[2001:db8::7]:9000"
                                       << "wss://[2001:db8::7]:9000/ws";
        QTest::newRow("this machine") << "localhost"
                                      << "ws://localhost:8002/ws";
        QTest::newRow("loopback") << "127.0.0.1:9000"
                                  << "ws://127.0.0.1:9000/ws";
        QTest::newRow("plain on purpose") << "ws://camera.example"
                                          << "ws://camera.example:8002/ws";
        QTest::newRow("TLS on loopback") << "wss://127.0.0.1"
                                         << "wss://127.0.0.1:8002/ws";
        QTest::newRow("https") << "https://camera.example:8002"
                               << "wss://camera.example:8002/ws";
        QTest::newRow("path") << "wss://camera.example/cams/ws"
                              << "wss://camera.example:8002/cams/ws";
    }
    void peopleTypeItInManyWays()
    {
        QFETCH(QString, text);
        QFETCH(QString, url);
        const auto address = ServerAddress::parse(text);
        QVERIFY(address.ok());
        QCOMPARE(address->url().toString(), url);
        // What is shown can be typed again.
        const auto again = ServerAddress::parse(address->toString());
        QVERIFY2(again.ok() && *again == *address, qPrintable(address->toString()));
    }

    void whatIsNoAddressIsRefused_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"", "   ", "two words", "ftp://camera.example", "camera.example:99999",
                                 "camera.example:0", "wss://alice:pw@camera.example", "camera.example?token=x",
                                 "wss://", "javascript:alert(1)", "camera.example#x"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void whatIsNoAddressIsRefused()
    {
        QFETCH(QString, text);
        const auto address = ServerAddress::parse(text);
        QVERIFY(!address.ok());
        QVERIFY(address.error().code == ErrorCode::InvalidParams);
        // No secret in what is shown or logged.
        QVERIFY(!address.error().message.contains(QLatin1String("pw")));
    }

    void keyNamesHostAndPort()
    {
        QCOMPARE(ServerAddress::parse("Camera.Example")->key(), QStringLiteral("camera.example:8002"));
        QCOMPARE(ServerAddress::parse("ws://[2001:db8::7]")->key(), QStringLiteral("[2001:db8::7]:8002"));
    }
};

CS_TEST(TestServerAddress)
#include "tst_serveraddress.moc"

#include <QLocalServer>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "client/connectionerror.h"
#include "client/localsockettransport.h"
#include "client/retrypolicy.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

class TstLocalSocketTransport : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::unique_ptr<QLocalServer> m_server;
    std::unique_ptr<LocalSocketTransport> m_transport;
    QLocalSocket *m_peer = nullptr;

    QString path() const { return m_folder.filePath(QStringLiteral("s")); }

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<QLocalServer>();
        QVERIFY(m_server->listen(path()));
        m_transport = std::make_unique<LocalSocketTransport>(path());
        m_transport->open();
        QTRY_VERIFY(m_server->hasPendingConnections());
        m_peer = m_server->nextPendingConnection();
    }
    void cleanup()
    {
        m_transport.reset();
        m_server.reset();
    }

    void linesArriveWholeHoweverTheyAreCut()
    {
        QSignalSpy received(m_transport.get(), &Transport::received);
        m_peer->write("{\"a\":1}\n\n{\"b\"");
        QTRY_COMPARE(received.count(), 1);
        m_peer->write(":2}\n{\"c\":3}\n");
        QTRY_COMPARE(received.count(), 3);
        QCOMPARE(received.at(1).at(0).toByteArray(), QByteArray("{\"b\":2}"));
        QCOMPARE(received.at(2).at(0).toByteArray(), QByteArray("{\"c\":3}"));
    }

    void textWithLineEndsIsSentAsOneLine()
    {
        m_transport->send("{\n \"a\":\r\n1}");
        QTRY_VERIFY(m_peer->canReadLine());
        QCOMPARE(m_peer->readAll(), QByteArray("{  \"a\":  1}\n"));
    }

    void lineWithoutEndClosesTheConnection()
    {
        QSignalSpy closed(m_transport.get(), &Transport::closed);
        const QByteArray block(1024 * 1024, 'x');
        for (int i = 0; i < 18 && m_peer->state() == QLocalSocket::ConnectedState; ++i)
            m_peer->write(block);
        QTRY_COMPARE(closed.count(), 1);
        QVERIFY(isConnectionError(closed.at(0).at(0).value<cs::Error>()));
    }

    void closingDeliversNothingMore()
    {
        QSignalSpy received(m_transport.get(), &Transport::received);
        QSignalSpy closed(m_transport.get(), &Transport::closed);
        connect(m_transport.get(), &Transport::received, this, [this] { m_transport->close(); });
        m_peer->write("1\n2\n3\n");
        QTRY_COMPARE(received.count(), 1);
        QCOMPARE(closed.count(), 0);
    }

    void endOfThePeerIsReportedOnce()
    {
        QSignalSpy closed(m_transport.get(), &Transport::closed);
        m_peer->abort();
        QTRY_COMPARE(closed.count(), 1);
    }

    void socketThatIsNotThereIsNamed()
    {
        LocalSocketTransport transport(m_folder.filePath(QStringLiteral("nowhere")));
        QSignalSpy closed(&transport, &Transport::closed);
        transport.open();
        QCOMPARE(closed.count(), 1);
        QVERIFY(closed.at(0).at(0).value<cs::Error>().message.contains(QLatin1String("nowhere")));
    }

    void waitsGrowToTheLongestAndSpread()
    {
        const RetryPolicy policy{RetryPolicy::forEver, 1000ms, 30000ms};
        QCOMPARE(policy.delay(0, 0.5), 1000ms);
        QCOMPARE(policy.delay(3, 0.5), 8000ms);
        QCOMPARE(policy.delay(1000000, 0.5), 30000ms);
        QCOMPARE(policy.delay(0, 0), 800ms);
        QVERIFY(policy.delay(0, 0.999) <= 1200ms);
    }
};

CS_TEST(TstLocalSocketTransport)
#include "tst_localsockettransport.moc"

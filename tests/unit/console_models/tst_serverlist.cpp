#include <QAbstractItemModelTester>
#include <QTemporaryDir>
#include <QTest>

#include "models/serverlist.h"
#include "support/testprogram.h"

using namespace cs;

class TestServerList : public QObject {
    Q_OBJECT

    static ServerAddress addressOf(const QString &text) { return *ServerAddress::parse(text); }
    QString file() const { return m_folder->filePath("console.ini"); }

    std::unique_ptr<QTemporaryDir> m_folder;

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void serversAreRememberedLastUsedFirst()
    {
        {
            QSettings settings(file(), QSettings::IniFormat);
            ServerList list(settings);
            QAbstractItemModelTester tester(&list);
            list.remember(addressOf("a.example"), "alice");
            list.remember(addressOf("ws://127.0.0.1:9000"), "bob");
            list.remember(addressOf("a.example"), "alice");
            QCOMPARE(list.rowCount(), 2);
        }
        QSettings settings(file(), QSettings::IniFormat);
        const ServerList list(settings);
        QCOMPARE(list.rowCount(), 2);
        QCOMPARE(list.lastUsed()->userName, QStringLiteral("alice"));
        QVERIFY(list.lastUsed()->address == addressOf("a.example"));
        QVERIFY(!list.server(1).address.tls);
        QCOMPARE(list.lastUsed()->credentialKey(), QStringLiteral("alice@a.example:8002"));
        QCOMPARE(list.data(list.index(0), Qt::DisplayRole).toString(), QStringLiteral("alice at a.example"));
    }

    void theOneInUseIsNotWrittenAgain()
    {
        QSettings settings(file(), QSettings::IniFormat);
        ServerList list(settings);
        list.remember(addressOf("a.example"), "alice");
        QVERIFY(QFile::remove(file()));
        // At each return of the connection.
        list.remember(addressOf("a.example"), "alice");
        QVERIFY(!QFile::exists(file()));
        list.remember(addressOf("a.example"), "bob");
        QVERIFY(QFile::exists(file()));
    }

    void pinsAreKeptUntilTheirServerIsForgotten()
    {
        {
            QSettings settings(file(), QSettings::IniFormat);
            ServerList list(settings);
            list.remember(addressOf("a.example"), "alice");
            list.remember(addressOf("a.example"), "bob");
            list.setPin("a.example:8002", "abcd");
        }
        QSettings settings(file(), QSettings::IniFormat);
        ServerList list(settings);
        QCOMPARE(list.pin("a.example:8002"), QStringLiteral("abcd"));
        QCOMPARE(list.pin("b.example:8002"), QString());
        list.forget(0);
        QCOMPARE(list.pin("a.example:8002"), QStringLiteral("abcd"));
        list.forget(0);
        QCOMPARE(list.pin("a.example:8002"), QString());
        QCOMPARE(list.rowCount(), 0);
    }

    void brokenSettingsArePassedOver()
    {
        QFile broken(file());
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write(
            "[servers]\nsize=100000\n1\\address=::nonsense::\n1\\user=a\n2\\address=wss://ok.example:8002/ws\n");
        broken.close();
        QSettings settings(file(), QSettings::IniFormat);
        const ServerList list(settings);
        QCOMPARE(list.rowCount(), 1);
    }

    void onlySoManyAreKept()
    {
        QSettings settings(file(), QSettings::IniFormat);
        ServerList list(settings);
        for (int i = 0; i < 30; ++i)
            list.remember(addressOf(QStringLiteral("h%1.example").arg(i)), "alice");
        QCOMPARE(list.rowCount(), ServerList::maxServers);
        QCOMPARE(list.lastUsed()->address.host, QStringLiteral("h29.example"));
    }
};

CS_TEST(TestServerList)
#include "tst_serverlist.moc"

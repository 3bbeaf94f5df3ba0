#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include "config/configloader.h"
#include "support/testprogram.h"

using namespace cs;

// What no single key can tell, and what a value must be beyond its type.
class TestConfigCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoServicesOnOnePortAreRefused();
    void everyTcpPortIsCompared_data();
    void everyTcpPortIsCompared();
    void originsGetTheFormOfBrowsers_data();
    void originsGetTheFormOfBrowsers();
    void whatIsNoOriginIsRefusedWithItsReason_data();
    void whatIsNoOriginIsRefusedWithItsReason();
    void publicAddressesAreChecked_data();
    void publicAddressesAreChecked();
    void proxyThatIsNoNetworkIsRefused_data();
    void proxyThatIsNoNetworkIsRefused();
    void tlsThatMakesNoSenseIsRefused();
    void hostMustBeAnAddress_data();
    void hostMustBeAnAddress();
    void archiveWithoutAnythingToGiveUpIsSaid();
    void refusedValueSaysNothingAboutOtherKeys();
    void stateFolderMustBeNamed();
    void relativeStateFolderIsMadeAbsolute();
    void programThatCannotBeRunIsNamed_data();
    void programThatCannotBeRunIsNamed();

private:
    QString write(const QByteArray &text)
    {
        const QString path = m_dir.filePath("test.yaml");
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(text) != text.size())
            return {};
        return path;
    }
    QTemporaryDir m_dir;
};

void TestConfigCheck::twoServicesOnOnePortAreRefused()
{
    ConfigLoader loader;
    loader.assign(QStringLiteral("http.port=8002"), QStringLiteral("--set"));
    loader.checkWhole();
    QCOMPARE(loader.problems().size(), 1);
    QVERIFY(loader.problems()[0].contains("server.port"));
}

void TestConfigCheck::everyTcpPortIsCompared_data()
{
    QTest::addColumn<QString>("key");
    for (const char *key : {"http.port", "mediamtx.rtsp_port", "mediamtx.hls_port", "mediamtx.webrtc_port",
                            "mediamtx.api_port", "mediamtx.metrics_port", "mediamtx.auth_port"})
        QTest::newRow(key) << QString::fromLatin1(key);
}

void TestConfigCheck::everyTcpPortIsCompared()
{
    QFETCH(QString, key);
    ConfigLoader loader;
    loader.assign(key + QStringLiteral("=8002"), QStringLiteral("--set"));
    loader.checkWhole();
    QCOMPARE(loader.problems().size(), 1);
    QVERIFY(loader.problems()[0].contains(key));
}

void TestConfigCheck::originsGetTheFormOfBrowsers_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *given, const char *expected) {
        QTest::newRow(given) << QString::fromUtf8(given) << QString::fromLatin1(expected);
    };
    row("https://cams.example.org", "https://cams.example.org");
    row("https://cams.example.org/", "https://cams.example.org");
    row("https://cams.example.org//", "https://cams.example.org");
    row("HTTPS://Cams.Example.ORG:8443/", "https://cams.example.org:8443");
    row("http://cams.example.org:80", "http://cams.example.org");
    row("https://cams.example.org:443/", "https://cams.example.org");
    row("https://cams.example.org:80", "https://cams.example.org:80");
    row("http://[::1]:3000/", "http://[::1]:3000");
    row("https://kamera-tür.example", "https://xn--kamera-tr-x9a.example");
    row("capacitor://localhost", "capacitor://localhost");
}

void TestConfigCheck::originsGetTheFormOfBrowsers()
{
    QFETCH(QString, given);
    ConfigLoader loader;
    loader.assign(QStringLiteral("server.allowed_origins"), given, QStringLiteral("--set"));
    loader.checkWhole();
    QCOMPARE(loader.problems(), QStringList());
    QCOMPARE(loader.config().server.allowedOrigins.size(), size_t(1));
    QTEST(loader.config().server.allowedOrigins[0], "expected");
}

void TestConfigCheck::whatIsNoOriginIsRefusedWithItsReason_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *given, const char *reason) {
        QTest::newRow(given) << QString::fromLatin1(given) << QString::fromLatin1(reason);
    };
    row("*", "scheme://host[:port]");
    row("null", "scheme://host[:port]");
    row("cams.example.org", "scheme://host[:port]");
    row("cams.example.org:3000", "scheme://host[:port]");
    row("https://", "scheme://host[:port]");
    row("https://*.example.org", "scheme://host[:port]");
    row("https://cams.example.org:99999", "scheme://host[:port]");
    row("https://cams.example.org/app", "behind the host");
    row("https://cams.example.org/?a=1", "behind the host");
    row("https://cams.example.org#top", "behind the host");
    row("https://me@cams.example.org", "user");
}

void TestConfigCheck::whatIsNoOriginIsRefusedWithItsReason()
{
    QFETCH(QString, given);
    QFETCH(QString, reason);
    ConfigLoader loader;
    loader.assign(QStringLiteral("server.allowed_origins"), given + QStringLiteral(",https://good.example"),
                  QStringLiteral("--set"));
    loader.checkWhole();
    QCOMPARE(loader.problems().size(), 1);
    const QString problem = loader.problems()[0];
    QVERIFY2(problem.startsWith(QStringLiteral("server.allowed_origins: '%1'").arg(given)) && problem.contains(reason),
             qPrintable(problem));
}

void TestConfigCheck::publicAddressesAreChecked_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("isGood");
    const auto row = [](const char *key, const char *value, bool isGood) {
        QTest::addRow("%s %s", key, value) << QString::fromLatin1(key) << QString::fromLatin1(value) << isGood;
    };
    row("streams.public_rtsp_url", "rtsp://cams.example.org:554", true);
    row("streams.public_rtsp_url", "rtsps://cams.example.org/media", true);
    row("streams.public_rtsp_url", "https://cams.example.org", false);
    for (const char *key : {"http.public_url", "streams.public_hls_url", "streams.public_webrtc_url"}) {
        row(key, "", true);
        row(key, "https://cams.example.org/hls/", true);
        row(key, "http://192.0.2.1:8080", true);
        row(key, "rtsp://cams.example.org", false);
        row(key, "cams.example.org", false);
        row(key, "https://me:pw@cams.example.org", false);
        row(key, "https://cams.example.org/?a=1", false);
        row(key, "https://cams.example.org/#a", false);
    }
}

void TestConfigCheck::publicAddressesAreChecked()
{
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(bool, isGood);
    ConfigLoader loader;
    loader.assign(key, value, QStringLiteral("--set"));
    loader.checkWhole();
    QCOMPARE(loader.problems().size(), isGood ? 0 : 1);
    QVERIFY(isGood || loader.problems()[0].startsWith(key));
}

void TestConfigCheck::proxyThatIsNoNetworkIsRefused_data()
{
    QTest::addColumn<QString>("key");
    QTest::newRow("streams") << "streams.trusted_proxies";
    QTest::newRow("server") << "server.trusted_proxies";
}

void TestConfigCheck::proxyThatIsNoNetworkIsRefused()
{
    QFETCH(QString, key);
    ConfigLoader loader;
    loader.assign(key + QStringLiteral("=10.0.0.1,10.0.0.0/8,fd00::/8,10.0.0/8,proxy.example"),
                  QStringLiteral("--set"));
    loader.checkWhole();
    QCOMPARE(loader.problems().size(), 2);
    QVERIFY2(loader.problems()[0].contains("'10.0.0/8'"), qPrintable(loader.problems()[0]));
    QVERIFY2(loader.problems()[1].contains("'proxy.example'"), qPrintable(loader.problems()[1]));
    QVERIFY(loader.problems()[1].contains(key));
}

void TestConfigCheck::tlsThatMakesNoSenseIsRefused()
{
    ConfigLoader loader;
    loader.readFile(
        write("tls:\n  mode: off\n  media: on\n  certificate: /a\n  names: [good.example, 'not good', 10.0.0.0/8]\n"));
    loader.checkWhole();
    QCOMPARE(loader.problems().size(), 4);
    QVERIFY(loader.problems()[0].contains("tls.key"));
    QVERIFY(loader.problems()[1].contains("tls.media"));
    QVERIFY(loader.problems()[2].contains("'not good'"));
    QVERIFY(loader.problems()[3].contains("'10.0.0.0/8'"));
    ConfigLoader wrong;
    wrong.readFile(write("tls:\n  mode: sometimes\n"));
    QCOMPARE(wrong.problems().size(), 1);
}

void TestConfigCheck::hostMustBeAnAddress_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("all") << "" << true;
    for (const char *good : {"127.0.0.1", "0.0.0.0", "::", "::1", "fe80::1%eth0"})
        QTest::newRow(good) << good << true;
    for (const char *bad : {"localhost", "nonsense", "127.0.0.1:8002", "10.0.0.0/8", "[::1]", "256.1.1.1", "*"})
        QTest::newRow(bad) << bad << false;
}

void TestConfigCheck::hostMustBeAnAddress()
{
    QFETCH(QString, host);
    QFETCH(bool, isGood);
    ConfigLoader loader;
    loader.assign(QStringLiteral("server.host"), host, QStringLiteral("--set"));
    loader.checkWhole();
    QCOMPARE(loader.problems().size(), isGood ? 0 : 1);
    QVERIFY(isGood || loader.problems()[0].startsWith(QStringLiteral("server.host: '%1'").arg(host)));
}

void TestConfigCheck::archiveWithoutAnythingToGiveUpIsSaid()
{
    for (const char *keep : {"", "audit.keep_days", "audit.keep_records"}) {
        ConfigLoader loader;
        loader.assign(QStringLiteral("audit.archive_dir"), QStringLiteral("/srv/audit"), QStringLiteral("--set"));
        if (*keep)
            loader.assign(QString::fromLatin1(keep), QStringLiteral("1000"), QStringLiteral("--set"));
        loader.checkWhole();
        const bool isSaid = loader.problems().join(u' ').startsWith(
            QStringLiteral("audit.archive_dir is set, but nothing is ever given up"));
        QCOMPARE(isSaid, *keep == '\0');
    }
}

void TestConfigCheck::refusedValueSaysNothingAboutOtherKeys()
{
    ConfigLoader loader;
    loader.readFile(write("audit:\n  keep_days: 1.5\n  archive_dir: /srv/audit\n"
                          "server:\n  port: 80O3\nhttp:\n  port: 8002\n"
                          "tls:\n  certificate: /a\n  key: [/b]\n"));
    loader.checkWhole();
    QCOMPARE(loader.problems().size(), 3);
    QVERIFY(loader.problems()[0].contains("'audit.keep_days'"));
    QVERIFY(loader.problems()[1].contains("'server.port'"));
    QVERIFY(loader.problems()[2].contains("'tls.key'"));
    // A good value from a later layer counts.
    ConfigLoader later;
    later.readFile(write("audit:\n  keep_days: soon\n  archive_dir: /srv/audit\n"));
    later.assign(QStringLiteral("audit.keep_days=0"), QStringLiteral("--set"));
    later.checkWhole();
    QCOMPARE(later.problems().size(), 2);
    QVERIFY(later.problems()[1].startsWith("audit.archive_dir is set"));
}

void TestConfigCheck::stateFolderMustBeNamed()
{
    ConfigLoader loader;
    loader.assign(QStringLiteral("storage.state_dir"), QString(), QStringLiteral("--state"));
    loader.checkWhole();
    QCOMPARE(loader.problems().size(), 1);
    QVERIFY(loader.problems()[0].startsWith(QStringLiteral("storage.state_dir is empty")));
}

void TestConfigCheck::relativeStateFolderIsMadeAbsolute()
{
    ConfigLoader loader;
    loader.assign(QStringLiteral("storage.state_dir"), QStringLiteral("./var/../var/"), QStringLiteral("--state"));
    loader.checkWhole();
    QCOMPARE(loader.problems(), QStringList());
    QCOMPARE(loader.config().storage.stateDir, QDir::currentPath() + QStringLiteral("/var"));
    QCOMPARE(loader.config().recordingsDir(), QDir::currentPath() + QStringLiteral("/var/recordings"));
}

void TestConfigCheck::programThatCannotBeRunIsNamed_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("reason");
    const QString plain = write("no program\n");
    for (const char *key : {"mediamtx.binary", "cameras.ffmpeg"}) {
        QTest::addRow("%s missing", key) << "/nowhere/program"
                                         << "does not exist";
        QTest::addRow("%s folder", key) << m_dir.path() << "is no program";
        QTest::addRow("%s not executable", key) << plain << "is no program";
        QTest::addRow("%s good", key) << "/bin/sh"
                                      << "";
    }
}

void TestConfigCheck::programThatCannotBeRunIsNamed()
{
    QFETCH(QString, path);
    QFETCH(QString, reason);
    const QString key = QString::fromLatin1(QTest::currentDataTag()).section(u' ', 0, 0);
    ConfigLoader loader;
    loader.assign(key, path, QStringLiteral("--set"));
    loader.checkWhole();
    QCOMPARE(loader.problems().size(), reason.isEmpty() ? 0 : 1);
    QVERIFY(reason.isEmpty() || loader.problems()[0].startsWith(key + QStringLiteral(": ") + path + u' ' + reason));
}

CS_TEST(TestConfigCheck)
#include "tst_configcheck.moc"

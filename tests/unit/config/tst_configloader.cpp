#include <QFile>
#include <QTemporaryDir>

#include "config/configloader.h"
#include "support/testprogram.h"

using namespace cs;

class TestConfigLoader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void defaultsHaveNoProblems();
    void laterLayersOverrideEarlierOnes();
    void everyProblemIsReportedAtOnceWithLineAndNearestKey();
    void brokenYamlNamesTheLine();
    void missingFileIsSaid();
    void secretsAreNeverPrinted();
    void environmentKnowsEveryKey();
    void tlsIsOptionalUnlessSaid();
    void fractionIsNoWholeNumber_data();
    void fractionIsNoWholeNumber();

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

void TestConfigLoader::defaultsHaveNoProblems()
{
    ConfigLoader loader;
    loader.checkWhole();
    QCOMPARE(loader.problems(), QStringList());
    QCOMPARE(qint64(loader.config().server.port), 8002);
    QCOMPARE(loader.config().recordingsDir(), QStringLiteral("/var/lib/camera-service/recordings"));
}

void TestConfigLoader::laterLayersOverrideEarlierOnes()
{
    ConfigLoader loader;
    loader.readFile(write("server:\n  port: 9000\n  host: 127.0.0.1\nhttp:\n  port: 9003\n"));
    QProcessEnvironment environment;
    environment.insert("CAMERA_SERVICE_SERVER_PORT", "9001");
    environment.insert("CAMERA_SERVICE_STREAMS_TRUSTED_PROXIES", "10.0.0.1, 10.0.0.2");
    loader.readEnvironment(environment);
    loader.assign(QStringLiteral("http.port=9999"), QStringLiteral("--set"));
    QCOMPARE(loader.problems(), QStringList());
    QCOMPARE(qint64(loader.config().server.port), 9001);
    QCOMPARE(loader.config().server.host, QStringLiteral("127.0.0.1"));
    QCOMPARE(qint64(loader.config().http.port), 9999);
    QCOMPARE(loader.config().streams.trustedProxies, (std::vector<QString>{"10.0.0.1", "10.0.0.2"}));
    const QString printed = loader.print();
    QVERIFY2(printed.contains("CAMERA_SERVICE_SERVER_PORT") && printed.contains("test.yaml:3"), qPrintable(printed));
}

void TestConfigLoader::everyProblemIsReportedAtOnceWithLineAndNearestKey()
{
    ConfigLoader loader;
    loader.readFile(
        write("server:\n  prot: 1\n  port: seventy\nstreams:\n  plain_urls: sometimes\nlog:\n  level: [a]\n"));
    const QStringList problems = loader.problems();
    QCOMPARE(problems.size(), 4);
    QVERIFY2(problems[0].contains(":2:") && problems[0].contains("did you mean 'server.port'"),
             qPrintable(problems[0]));
    QVERIFY2(problems[1].contains(":3:") && problems[1].contains("whole number"), qPrintable(problems[1]));
    QVERIFY2(problems[2].contains(":5:") && problems[2].contains("signed_in_address"), qPrintable(problems[2]));
    QVERIFY2(problems[3].contains(":7:"), qPrintable(problems[3]));
}

void TestConfigLoader::brokenYamlNamesTheLine()
{
    ConfigLoader loader;
    loader.readFile(write("server:\n  port: [1\nhttp: }\n"));
    QCOMPARE(loader.problems().size(), 1);
    QVERIFY2(loader.problems()[0].contains("is not valid YAML"), qPrintable(loader.problems()[0]));
}

void TestConfigLoader::missingFileIsSaid()
{
    ConfigLoader loader;
    loader.readFile(m_dir.filePath("nowhere.yaml"));
    QCOMPARE(loader.problems().size(), 1);
    QVERIFY(loader.problems()[0].contains("nowhere.yaml"));
}

void TestConfigLoader::secretsAreNeverPrinted()
{
    ConfigLoader loader;
    const QString secret = QStringLiteral("0123456789abcdef0123456789abcdef");
    loader.assign(QStringLiteral("auth.jwt_secret"), secret, QStringLiteral("--set"));
    QCOMPARE(loader.problems().size(), 1);  // a command line is no place for it
    QVERIFY(loader.problems()[0].contains("CAMERA_SERVICE_AUTH_JWT_SECRET") && !loader.problems()[0].contains(secret));
    QProcessEnvironment environment;
    environment.insert("CAMERA_SERVICE_AUTH_JWT_SECRET", secret);
    loader.readEnvironment(environment);
    loader.checkWhole();
    QCOMPARE(loader.problems().size(), 1);
    QCOMPARE(loader.config().auth.jwtSecret.value, secret);
    QVERIFY(!loader.print().contains(secret));
    QVERIFY(loader.print().contains("********"));
}

void TestConfigLoader::environmentKnowsEveryKey()
{
    ConfigLoader loader;
    QProcessEnvironment environment;
    environment.insert("CAMERA_SERVICE_SERVER_PROT", "1");
    loader.readEnvironment(environment);
    QCOMPARE(loader.problems().size(), 1);
    QVERIFY2(loader.problems()[0].contains("CAMERA_SERVICE_SERVER_PORT"), qPrintable(loader.problems()[0]));
}

void TestConfigLoader::tlsIsOptionalUnlessSaid()
{
    ConfigLoader loader;
    QCOMPARE(loader.config().tls.mode, TlsConfig::Mode::Optional);
    QCOMPARE(loader.config().tls.media, TlsConfig::Media::Off);
    loader.readFile(write("tls:\n  mode: required\n  media: on\n  certificate: /a\n  key: /b\n"
                          "  names: [cams.example, 192.0.2.1, \"*.cams.example\"]\n"));
    loader.checkWhole();
    QCOMPARE(loader.problems(), QStringList());
    QCOMPARE(loader.config().tls.mode, TlsConfig::Mode::Required);
    QCOMPARE(loader.config().tls.media, TlsConfig::Media::On);
    QCOMPARE(loader.config().tls.names.size(), size_t(3));
    ConfigLoader off;
    off.readFile(write("tls:\n  mode: off\n"));
    QCOMPARE(off.problems(), QStringList());
    QCOMPARE(off.config().tls.mode, TlsConfig::Mode::Off);
}

void TestConfigLoader::fractionIsNoWholeNumber_data()
{
    QTest::addColumn<QString>("key");
    for (const char *key :
         {"audit.keep_days", "server.port", "auth.access_token_minutes", "storage.minimum_free_percent"})
        QTest::newRow(key) << QString::fromLatin1(key);
}

void TestConfigLoader::fractionIsNoWholeNumber()
{
    QFETCH(const QString, key);
    ConfigLoader loader;
    loader.readFile(write(key.section(u'.', 0, 0).toLatin1() + ":\n  " + key.section(u'.', 1).toLatin1() + ": 1.5\n"));
    loader.assign(key, QStringLiteral("1e3"), QStringLiteral("--set"));
    loader.checkWhole();
    QCOMPARE(loader.problems().size(), 2);
    for (const QString &problem : loader.problems()) {
        QVERIFY2(problem.contains(u'\'' + key + QStringLiteral("' must be a whole number from ")), qPrintable(problem));
        QVERIFY2(!problem.contains("not string"), qPrintable(problem));
    }
}

CS_TEST(TestConfigLoader)
#include "tst_configloader.moc"

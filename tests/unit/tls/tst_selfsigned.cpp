#include <QSslCertificate>
#include <QSslCertificateExtension>
#include <QSslKey>

#include "support/testprogram.h"
#include "tls/hostnames.h"
#include "tls/selfsigned.h"
#include "tls/tlsmaterial.h"

using namespace cs;
using namespace std::chrono_literals;

class TestSelfSigned : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void standsForItsNamesAndAddresses();
    void isAServerCertificateOnP256();
    void isValidFor825Days();
    void noTwoAreTheSame();
    void isKnownAsOurs();
    void longNamesAreLeftOutOfTheSubject();
    void hostNamesHoldThisHost();
    void namesHaveOneSpelling_data();
    void namesHaveOneSpelling();

private:
    static constexpr Timestamp Now{std::chrono::seconds(1800000000)};
};

void TestSelfSigned::standsForItsNamesAndAddresses()
{
    const QStringList names{"camera.example", "*.cams.example", "192.0.2.7", "2001:db8::7"};
    const auto pair = makeSelfSigned(names, Now);
    QVERIFY(pair);
    const auto chain = QSslCertificate::fromData(pair->certificate, QSsl::Pem);
    QCOMPARE(chain.size(), 1);
    const auto entries = chain.first().subjectAlternativeNames();
    QCOMPARE(entries.values(QSsl::DnsEntry).size(), 2);
    QVERIFY(entries.values(QSsl::DnsEntry).contains("camera.example"));
    QCOMPARE(entries.values(QSsl::IpAddressEntry).size(), 2);
    QVERIFY(entries.values(QSsl::IpAddressEntry).contains("192.0.2.7"));
    QCOMPARE(namesMissing(pair->certificate, names), QStringList());
    QCOMPARE(namesMissing(pair->certificate, {"CAMERA.example", "other.example"}), QStringList{"other.example"});
    QCOMPARE(namesMissing("rubbish", {"a"}), QStringList{"a"});
}

void TestSelfSigned::isAServerCertificateOnP256()
{
    const auto pair = makeSelfSigned({"localhost"}, Now);
    QVERIFY(pair);
    const auto certificate = QSslCertificate::fromData(pair->certificate, QSsl::Pem).value(0);
    QCOMPARE(certificate.publicKey().algorithm(), QSsl::Ec);
    QCOMPARE(certificate.publicKey().length(), 256);
    QVERIFY(certificate.isSelfSigned());
    bool serverAuth = false;
    bool isAuthority = true;
    const auto extensions = certificate.extensions();
    for (const QSslCertificateExtension &extension : extensions) {
        if (extension.name() == u"basicConstraints")
            isAuthority = extension.value().toMap().value("ca").toBool();
        serverAuth = serverAuth || extension.oid() == u"2.5.29.37";
    }
    QVERIFY(serverAuth);
    QVERIFY(!isAuthority);
    QVERIFY(pair->key.startsWith("-----BEGIN PRIVATE"
                                 " KEY-----"));
    QVERIFY(makeTlsMaterial(pair->certificate, pair->key));
}

void TestSelfSigned::isValidFor825Days()
{
    const auto pair = makeSelfSigned({"localhost"}, Now);
    QVERIFY(pair);
    const auto certificate = QSslCertificate::fromData(pair->certificate, QSsl::Pem).value(0);
    QCOMPARE(certificate.effectiveDate().daysTo(certificate.expiryDate()), 825);
    const auto now = QDateTime::fromMSecsSinceEpoch(toMicroseconds(Now) / 1000);
    QVERIFY(certificate.effectiveDate() < now);
    QVERIFY(certificate.expiryDate() > now.addDays(800));
}

void TestSelfSigned::noTwoAreTheSame()
{
    const auto one = makeSelfSigned({"localhost"}, Now);
    const auto other = makeSelfSigned({"localhost"}, Now);
    QVERIFY(one && other);
    QVERIFY(one->key != other->key);
    const auto serial = [](const PemPair &pair) {
        return QSslCertificate::fromData(pair.certificate, QSsl::Pem).value(0).serialNumber();
    };
    QVERIFY(serial(*one) != serial(*other));
    QVERIFY(!makeTlsMaterial(one->certificate, other->key));
}

void TestSelfSigned::isKnownAsOurs()
{
    const auto pair = makeSelfSigned({"localhost"}, Now);
    QVERIFY(pair);
    QVERIFY(isSelfSignedByUs(pair->certificate));
    QVERIFY(!isSelfSignedByUs("rubbish"));
    QVERIFY(!isSelfSignedByUs(pair->certificate + pair->certificate));
}

void TestSelfSigned::longNamesAreLeftOutOfTheSubject()
{
    const QString name = QString(63, u'a') + QStringLiteral(".example");
    const auto pair = makeSelfSigned({name}, Now);
    QVERIFY(pair);
    QCOMPARE(namesMissing(pair->certificate, {name}), QStringList());
    QVERIFY(makeSelfSigned({}, Now));
}

void TestSelfSigned::hostNamesHoldThisHost()
{
    const QStringList names = hostNames();
    for (const char *name : {"localhost", "127.0.0.1", "::1"})
        QVERIFY2(names.contains(QLatin1String(name)), name);
    QVERIFY(names.contains(QSysInfo::machineHostName().toLower()));
    for (const QString &name : names)
        QCOMPARE(normalName(name), name);
}

void TestSelfSigned::namesHaveOneSpelling_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("name");
    QTest::newRow("name") << " Camera.Example"
                          << "camera.example";
    QTest::newRow("wildcard") << "*.example"
                              << "*.example";
    QTest::newRow("IPv6") << "2001:DB8:0:0::1"
                          << "2001:db8::1";
    QTest::newRow("IPv4") << "192.0.2.1"
                          << "192.0.2.1";
    QTest::newRow("empty") << ""
                           << "";
    QTest::newRow("space") << "a b"
                           << "";
    QTest::newRow("star within") << "a.*.example"
                                 << "";
    QTest::newRow("dots") << "a..b"
                          << "";
    QTest::newRow("umlaut") << QString::fromUtf8("k\u00fcche.example") << "";
    QTest::newRow("too long") << QString(300, u'a') << "";
    QTest::newRow("NUL") << QString(QChar(0)) << "";
}

void TestSelfSigned::namesHaveOneSpelling()
{
    QFETCH(QString, text);
    QTEST(normalName(text), "name");
}

CS_TEST(TestSelfSigned)
#include "tst_selfsigned.moc"

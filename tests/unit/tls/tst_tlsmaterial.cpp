#include <QProcess>
#include <QSslCertificate>
#include <QSslCipher>
#include <QTemporaryDir>

#include "support/testprogram.h"
#include "tls/selfsigned.h"
#include "tls/tlsmaterial.h"

#ifdef __SANITIZE_ADDRESS__
// GnuTLS 3.7 forgets the certificate it has read when the key turns out not to belong to it.
extern "C" const char *__lsan_default_suppressions()
{
    return "leak:libgnutls.so\nleak:libtasn1.so\nleak:libhogweed.so\nleak:libgmp.so\n";
}
#endif

using namespace cs;

// What may be served, and what is refused with a reason that shows nothing of the key. Foreign certificates are made
// by OpenSSL's program.
class TestTlsMaterial : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsItsFingerprintAndItsEnd();
    void speaksModernTlsOnly();
    void takesWhatOthersMake_data();
    void takesWhatOthersMake();
    void takesAChain();
    void refusesWhatIsNoUse_data();
    void refusesWhatIsNoUse();

private:
    // Key and certificate of an OpenSSL key algorithm.
    PemPair make(const QStringList &algorithm, const QStringList &more = {QStringLiteral("-nodes")});
    static QByteArray contentOf(const QString &path);

    QTemporaryDir m_folder;
};

QByteArray TestTlsMaterial::contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

PemPair TestTlsMaterial::make(const QStringList &algorithm, const QStringList &more)
{
    const QString key = m_folder.filePath("key.pem");
    const QString certificate = m_folder.filePath("cert.pem");
    QFile::remove(key);
    QFile::remove(certificate);
    QProcess tool;
    tool.start("openssl",
               QStringList{"req", "-x509", "-days", "10", "-subj", "/CN=other", "-keyout", key, "-out", certificate}
                   + algorithm + more);
    tool.waitForFinished();
    return {contentOf(certificate), contentOf(key)};
}

void TestTlsMaterial::tellsItsFingerprintAndItsEnd()
{
    const Timestamp now{std::chrono::seconds(1800000000)};
    const auto pair = makeSelfSigned({"localhost"}, now);
    QVERIFY(pair);
    const auto material = makeTlsMaterial(pair->certificate, pair->key);
    QVERIFY(material);
    const auto certificate = QSslCertificate::fromData(pair->certificate, QSsl::Pem).value(0);
    QCOMPARE((*material)->fingerprint.toLatin1(), certificate.digest(QCryptographicHash::Sha256).toHex());
    QCOMPARE((*material)->notAfter, now + std::chrono::hours(24 * 824));
    QCOMPARE((*material)->certificatePem, pair->certificate);
    QCOMPARE((*material)->keyPem, pair->key);
}

void TestTlsMaterial::speaksModernTlsOnly()
{
    const auto pair = makeSelfSigned({"localhost"}, Timestamp(std::chrono::seconds(1800000000)));
    const auto material = makeTlsMaterial(pair->certificate, pair->key);
    QVERIFY(material);
    const QSslConfiguration &configuration = (*material)->configuration;
    QCOMPARE(configuration.protocol(), QSsl::TlsV1_2OrLater);
    QCOMPARE(configuration.peerVerifyMode(), QSslSocket::VerifyNone);
    const auto ciphers = configuration.ciphers();
    QVERIFY(ciphers.size() >= 6);
    for (const QSslCipher &cipher : ciphers)
        QVERIFY2(!cipher.name().contains(u"CBC") && !cipher.name().contains(u"SHA1")
                     && (cipher.name().startsWith(u"TLS_") || cipher.name().startsWith(u"ECDHE-")),
                 qPrintable(cipher.name()));
}

void TestTlsMaterial::takesWhatOthersMake_data()
{
    QTest::addColumn<QStringList>("algorithm");
    QTest::newRow("RSA 2048") << QStringList{"-newkey", "rsa:2048"};
    QTest::newRow("P-384") << QStringList{"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"};
}

void TestTlsMaterial::takesWhatOthersMake()
{
    QFETCH(QStringList, algorithm);
    const PemPair pair = make(algorithm);
    QVERIFY(!pair.certificate.isEmpty());
    const auto material = makeTlsMaterial(pair.certificate, pair.key);
    QVERIFY2(material, qPrintable(material ? QString() : material.error().message));
    QVERIFY(!isSelfSignedByUs(pair.certificate));
}

void TestTlsMaterial::takesAChain()
{
    const auto pair = makeSelfSigned({"localhost"}, Timestamp(std::chrono::seconds(1800000000)));
    const PemPair other = make({"-newkey", "rsa:2048"});
    const auto material = makeTlsMaterial(pair->certificate + other.certificate, pair->key);
    QVERIFY(material);
    QCOMPARE((*material)->configuration.localCertificateChain().size(), 2);
}

void TestTlsMaterial::refusesWhatIsNoUse_data()
{
    QTest::addColumn<QByteArray>("certificate");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QString>("reason");
    const auto good = makeSelfSigned({"localhost"}, Timestamp(std::chrono::seconds(1800000000)));
    const PemPair weak = make({"-newkey", "rsa:1024"});
    const PemPair locked = make({"-newkey", "rsa:2048"}, {"-passout", "pass:open sesame"});
    const PemPair edwards = make({"-newkey", "ed25519"});
    QTest::newRow("nothing") << QByteArray() << QByteArray() << "neither RSA";
    QTest::newRow("no certificate") << QByteArray("rubbish") << good->key << "cannot be read";
    QTest::newRow("no key") << good->certificate << QByteArray("rubbish") << "neither RSA";
    QTest::newRow("the other way round") << good->key << good->certificate << "neither RSA";
    QTest::newRow("another's key") << good->certificate << make({"-newkey", "rsa:2048"}).key << "does not belong";
    QTest::newRow("cut off") << good->certificate.left(200) << good->key << "cannot be read";
    QTest::newRow("weak") << weak.certificate << weak.key << "has 1024 bits";
    QTest::newRow("locked") << locked.certificate << locked.key << "is encrypted";
    QTest::newRow("Ed25519") << edwards.certificate << edwards.key << "neither RSA";
}

void TestTlsMaterial::refusesWhatIsNoUse()
{
    QFETCH(QByteArray, certificate);
    QFETCH(QByteArray, key);
    QFETCH(QString, reason);
    const auto material = makeTlsMaterial(certificate, key);
    QVERIFY(!material);
    QVERIFY2(material.error().message.contains(reason), qPrintable(material.error().message));
    const QList<QByteArray> lines = key.split('\n');
    for (const QByteArray &line : lines) {
        if (line.size() > 10)
            QVERIFY(!material.error().message.contains(QString::fromLatin1(line)));
    }
}

CS_TEST(TestTlsMaterial)
#include "tst_tlsmaterial.moc"

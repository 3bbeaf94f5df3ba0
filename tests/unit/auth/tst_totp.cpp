#include <sodium.h>

#include "auth/totp.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

class TestTotp : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void rfc6238Appendix_data();
    void rfc6238Appendix();
    void rfc4226AppendixD();
    void neighboursOfNowAreTaken();
    void codeIsGoodOnce();
    void foreignTextIsNoCode();
    void rfc4648Base32();
    void addressIsForAuthenticators();

private:
    // RFC 6238, appendix B: 20 bytes for SHA-1.
    const QByteArray m_secret = "12345678901234567890";
};

void TestTotp::rfc6238Appendix_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("code");
    QTest::newRow("1970") << qint64(59) << "94287082";
    QTest::newRow("2005-1") << qint64(1111111109) << "07081804";
    QTest::newRow("2005-2") << qint64(1111111111) << "14050471";
    QTest::newRow("2009") << qint64(1234567890) << "89005924";
    QTest::newRow("2033") << qint64(2000000000) << "69279037";
    QTest::newRow("2603") << qint64(20000000000) << "65353130";
}

void TestTotp::rfc6238Appendix()
{
    QFETCH(qint64, seconds);
    QFETCH(QString, code);
    const qint64 step = Totp::stepAt(Timestamp(std::chrono::seconds(seconds)));
    QCOMPARE(Totp::codeAt(m_secret, step, 8), code);
    QCOMPARE(Totp::codeAt(m_secret, step), code.right(6));
}

void TestTotp::rfc4226AppendixD()
{
    const char *codes[] = {"755224", "287082", "359152", "969429", "338314",
                           "254676", "287922", "162583", "399871", "520489"};
    for (qint64 step = 0; step < 10; ++step)
        QCOMPARE(Totp::codeAt(m_secret, step), QString::fromLatin1(codes[step]));
}

void TestTotp::neighboursOfNowAreTaken()
{
    const Timestamp now(1234567890s);
    const qint64 step = Totp::stepAt(now);
    for (qint64 near : {step - 1, step, step + 1})
        QCOMPARE(Totp::match(m_secret, Totp::codeAt(m_secret, near), now, 0), std::optional(near));
    for (qint64 far : {step - 2, step + 2})
        QCOMPARE(Totp::match(m_secret, Totp::codeAt(m_secret, far), now, 0), std::nullopt);
}

void TestTotp::codeIsGoodOnce()
{
    const Timestamp now(1234567890s);
    const qint64 step = Totp::stepAt(now);
    QCOMPARE(Totp::match(m_secret, Totp::codeAt(m_secret, step), now, step), std::nullopt);
    QCOMPARE(Totp::match(m_secret, Totp::codeAt(m_secret, step - 1), now, step), std::nullopt);
    QCOMPARE(Totp::match(m_secret, Totp::codeAt(m_secret, step + 1), now, step), std::optional(step + 1));
}

void TestTotp::foreignTextIsNoCode()
{
    const Timestamp now(1234567890s);
    const QString good = Totp::codeAt(m_secret, Totp::stepAt(now));
    for (const QString &text : {QString(), good.left(5), good + "0", " " + good.left(5), QString("abcdef"),
                                QString::fromUtf8("１２３４５６"), QString(6, QChar(u'\0'))})
        QCOMPARE(Totp::match(m_secret, text, now, 0), std::nullopt);
}

void TestTotp::rfc4648Base32()
{
    QCOMPARE(Totp::base32(""), QString());
    QCOMPARE(Totp::base32("f"), QString("MY"));
    QCOMPARE(Totp::base32("fo"), QString("MZXQ"));
    QCOMPARE(Totp::base32("foo"), QString("MZXW6"));
    QCOMPARE(Totp::base32("foob"), QString("MZXW6YQ"));
    QCOMPARE(Totp::base32("fooba"), QString("MZXW6YTB"));
    QCOMPARE(Totp::base32("foobar"), QString("MZXW6YTBOI"));
}

void TestTotp::addressIsForAuthenticators()
{
    QCOMPARE(Totp::uri("camera-service", "bob@example.org", "foobar"),
             QString("otpauth://totp/camera-service:bob%40example.org?secret=MZXW6YTBOI&issuer=camera-service"
                     "&algorithm=SHA1&digits=6&period=30"));
    QVERIFY(Totp::makeSecret() != Totp::makeSecret());
    QCOMPARE(Totp::makeSecret().size(), Totp::SecretBytes);
}

CS_TEST(TestTotp)
#include "tst_totp.moc"


#include "auth/credentialbox.h"
#include "support/testprogram.h"

using namespace cs;

class TestCredentialBox : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void opensWhatItSealed();
    void twoSealsOfOneSecretDiffer();
    void everyFlippedBitIsRefused();
    void otherOwnerIsRefused();
    void otherKeyIsRefused();
    void furtherKeysOpenAndDoNotSeal();
    void withoutAKeyItSaysSo();
    void shortTextIsRefused();

private:
    const QByteArray m_url = "rtsp://admin:hunter2@192.0.2.4/stream";
    QByteArray sealed(QByteArrayView secret, QByteArrayView owner) const { return m_box.seal(secret, owner).value(); }

    const CredentialBox m_box{QByteArray(32, 'k')};
};

void TestCredentialBox::opensWhatItSealed()
{
    const QByteArray text = sealed(m_url, "camera4");
    QVERIFY(!text.contains("hunter2"));
    const auto opened = m_box.open(text, "camera4");
    QVERIFY(opened.ok());
    QCOMPARE(*opened, m_url);
    QCOMPARE(*m_box.open(sealed({}, "camera4"), "camera4"), QByteArray(""));
}

void TestCredentialBox::twoSealsOfOneSecretDiffer()
{
    QVERIFY(sealed(m_url, "camera4") != sealed(m_url, "camera4"));
}

void TestCredentialBox::everyFlippedBitIsRefused()
{
    const QByteArray text = sealed(m_url, "camera4");
    for (qsizetype byte = 0; byte < text.size(); ++byte) {
        QByteArray bad = text;
        bad[byte] = static_cast<char>(bad[byte] ^ 1);
        QVERIFY(!m_box.open(bad, "camera4").ok());
    }
}

void TestCredentialBox::otherOwnerIsRefused()
{
    QVERIFY(!m_box.open(sealed(m_url, "camera4"), "camera5").ok());
    QVERIFY(!m_box.open(sealed(m_url, "camera4"), "").ok());
}

void TestCredentialBox::otherKeyIsRefused()
{
    const auto opened = CredentialBox(QByteArray(32, 'x')).open(sealed(m_url, "camera4"), "camera4");
    QVERIFY(!opened.ok());
    QVERIFY(opened.error().message.contains("sealed with another key than the service has"));
}

void TestCredentialBox::furtherKeysOpenAndDoNotSeal()
{
    CredentialBox both;
    both.unlock(QByteArray(32, 'x'), {QByteArray(32, 'k')});
    QCOMPARE(*both.open(sealed(m_url, "camera4"), "camera4"), m_url);
    const auto fresh = both.seal(m_url, "camera4");
    QVERIFY(!m_box.open(*fresh, "camera4").ok());
    QCOMPARE(*CredentialBox(QByteArray(32, 'x')).open(*fresh, "camera4"), m_url);
}

void TestCredentialBox::withoutAKeyItSaysSo()
{
    const CredentialBox locked;
    QVERIFY(locked.isLocked());
    for (const auto &answer : {locked.seal(m_url, "camera4"), locked.open(sealed(m_url, "camera4"), "camera4")}) {
        QVERIFY(!answer.ok());
        QVERIFY(answer.error().message.contains("key of the stored credentials is missing"));
    }
}

void TestCredentialBox::shortTextIsRefused()
{
    const QByteArray text = sealed("x", "camera4");
    for (qsizetype size = 0; size < text.size(); ++size)
        QVERIFY(!m_box.open(text.first(size), "camera4").ok());
}

CS_TEST(TestCredentialBox)
#include "tst_credentialbox.moc"


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
    void shortTextIsRefused();

private:
    const QByteArray m_url = "rtsp://admin:hunter2@192.0.2.4/stream";
    const CredentialBox m_box{QByteArray(32, 'k')};
};

void TestCredentialBox::opensWhatItSealed()
{
    const QByteArray sealed = m_box.seal(m_url, "camera4");
    QVERIFY(!sealed.contains("hunter2"));
    const auto opened = m_box.open(sealed, "camera4");
    QVERIFY(opened.ok());
    QCOMPARE(*opened, m_url);
    QCOMPARE(*m_box.open(m_box.seal({}, "camera4"), "camera4"), QByteArray(""));
}

void TestCredentialBox::twoSealsOfOneSecretDiffer()
{
    QVERIFY(m_box.seal(m_url, "camera4") != m_box.seal(m_url, "camera4"));
}

void TestCredentialBox::everyFlippedBitIsRefused()
{
    const QByteArray sealed = m_box.seal(m_url, "camera4");
    for (qsizetype byte = 0; byte < sealed.size(); ++byte) {
        QByteArray bad = sealed;
        bad[byte] = static_cast<char>(bad[byte] ^ 1);
        QVERIFY(!m_box.open(bad, "camera4").ok());
    }
}

void TestCredentialBox::otherOwnerIsRefused()
{
    QVERIFY(!m_box.open(m_box.seal(m_url, "camera4"), "camera5").ok());
    QVERIFY(!m_box.open(m_box.seal(m_url, "camera4"), "").ok());
}

void TestCredentialBox::otherKeyIsRefused()
{
    const auto opened = CredentialBox(QByteArray(32, 'x')).open(m_box.seal(m_url, "camera4"), "camera4");
    QVERIFY(!opened.ok());
    QVERIFY(opened.error().message.contains("their key or the database was replaced"));
}

void TestCredentialBox::shortTextIsRefused()
{
    const QByteArray sealed = m_box.seal("x", "camera4");
    for (qsizetype size = 0; size < sealed.size(); ++size)
        QVERIFY(!m_box.open(sealed.first(size), "camera4").ok());
}

CS_TEST(TestCredentialBox)
#include "tst_credentialbox.moc"

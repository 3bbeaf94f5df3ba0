#include <QFile>
#include <QTemporaryDir>

#include "auth/credentialunlock.h"
#include "jose/base64url.h"
#include "support/logcapture.h"
#include "support/testprogram.h"
#include "unit/storage/storagefixture.h"

using namespace cs;

// Starts of the service with this and that key at hand. Nothing that was sealed is ever lost to a wrong one.
class TestCredentialUnlock : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void firstStartMakesAKeyAndTheNextTakesIt();
    void noKeyIsMadeWhileSomethingIsSealed();
    void rightCredentialWorksAfterAStartWithoutIt();
    void rightCredentialWorksBesideAStrayFile();
    void whatWasSealedWithTheStrayFileIsOpenedToo();
    void wrongCredentialIsRefused_data();
    void wrongCredentialIsRefused();
    void wrongCredentialIsRefusedByTheTextAlone();
    void credentialThatIsNotTheFileInUseIsRefused();
    void wrongFileIsNotUsed();
    void fileCountsWhereNothingIsSealed();
    void keyIsMadeOnceNothingIsSealedAnyMore();
    void rowOfAnotherKeyIsNamed();

private:
    static QByteArray key(char c) { return QByteArray(32, c); }
    static QString text(char c) { return QString::fromLatin1(toBase64Url(key(c))); }
    QString file() const { return m_state->filePath(QStringLiteral("secrets/credentials.key")); }
    void give(char c) { write(m_given->filePath(QLatin1String(Secrets::CredentialName)), c); }
    void putFile(char c);
    static void write(const QString &path, char c);
    void sealCamera(char c)
    {
        m_texts.push_back({SealedText::Kind::Camera, "door", *CredentialBox(key(c)).seal("rtsp", "door")});
    }
    void sealFactor(char c)
    {
        m_texts.push_back({SealedText::Kind::SecondFactor, "totp:a", *CredentialBox(key(c)).seal("seed", "totp:a")});
    }
    // A start of the service; empty, or why there was none.
    QString start(CredentialBox &box);
    bool opens(const CredentialBox &box, size_t at) const
    {
        return box.open(m_texts[at].sealed, m_texts[at].owner).ok();
    }
    void forgetCheck()
    {
        QVERIFY(runSql(*m_database, QStringLiteral("delete from meta where key = 'credentials_check'")).ok());
    }

    std::unique_ptr<QTemporaryDir> m_state;
    std::unique_ptr<QTemporaryDir> m_given;
    std::unique_ptr<Database> m_database;
    std::vector<SealedText> m_texts;
};

void TestCredentialUnlock::init()
{
    m_state = std::make_unique<QTemporaryDir>();
    m_given = std::make_unique<QTemporaryDir>();
    m_database = std::make_unique<Database>();
    m_texts.clear();
    StorageFixture::open(*m_database, m_state->filePath(QStringLiteral("service.db")));
}

void TestCredentialUnlock::write(const QString &path, char c)
{
    QFile key(path);
    QVERIFY(key.open(QIODevice::WriteOnly));
    QVERIFY(key.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    QVERIFY(key.write(text(c).toLatin1() + '\n') > 0);
}

void TestCredentialUnlock::putFile(char c)
{
    // Makes the folder.
    QVERIFY(Secrets::load(m_state->path()).ok());
    write(file(), c);
}

QString TestCredentialUnlock::start(CredentialBox &box)
{
    const auto secrets = Secrets::load(m_state->path(), {}, m_given->path());
    if (!secrets.ok())
        return secrets.error().message;
    MetaTable meta(*m_database);
    const auto unlocked = waitFor(unlockCredentials({box, meta, secrets->credentialKeys(), m_texts,
                                                     [this] { return Secrets::makeCredentialsKey(m_state->path()); }}));
    return unlocked.ok() ? QString() : unlocked.error().message;
}

void TestCredentialUnlock::firstStartMakesAKeyAndTheNextTakesIt()
{
    CredentialBox first;
    QCOMPARE(start(first), QString());
    QVERIFY(QFile::exists(file()));
    m_texts.push_back({SealedText::Kind::Camera, "door", *first.seal("rtsp", "door")});
    CredentialBox second;
    QCOMPARE(start(second), QString());
    QVERIFY(opens(second, 0));
}

void TestCredentialUnlock::noKeyIsMadeWhileSomethingIsSealed()
{
    sealCamera('a');
    sealFactor('a');
    CredentialBox box;
    const LogCapture log;
    QCOMPARE(start(box), QString());
    QVERIFY(box.isLocked());
    QVERIFY(!QFile::exists(file()));
    const QString said = log.text();
    QVERIFY2(said.contains("the stored credentials (1 camera address and 1 second factor) is missing"),
             qPrintable(said));
    QVERIFY2(said.contains("put the right key back"), qPrintable(said));
    QVERIFY2(said.contains("no new one is made"), qPrintable(said));
}

void TestCredentialUnlock::rightCredentialWorksAfterAStartWithoutIt()
{
    give('a');
    CredentialBox before;
    QCOMPARE(start(before), QString());
    sealCamera('a');
    QVERIFY(QFile::remove(m_given->filePath(QLatin1String(Secrets::CredentialName))));
    CredentialBox without;
    QCOMPARE(start(without), QString());
    QVERIFY(without.isLocked() && !QFile::exists(file()));
    give('a');
    CredentialBox after;
    QCOMPARE(start(after), QString());
    QVERIFY(opens(after, 0));
}

void TestCredentialUnlock::rightCredentialWorksBesideAStrayFile()
{
    // As an older version left it: a new file, and the known text sealed with its key.
    putFile('s');
    CredentialBox stray;
    QCOMPARE(start(stray), QString());
    sealCamera('a');
    sealFactor('a');
    give('a');
    for (int i = 0; i < 2; ++i) {
        CredentialBox box;
        const LogCapture log;
        QCOMPARE(start(box), QString());
        QVERIFY(opens(box, 0) && opens(box, 1));
        QVERIFY2(log.text().contains("it can be moved away"), qPrintable(log.text()));
    }
    QVERIFY(QFile::exists(file()));
}

void TestCredentialUnlock::whatWasSealedWithTheStrayFileIsOpenedToo()
{
    putFile('s');
    sealCamera('a');
    sealFactor('s');
    give('a');
    CredentialBox box;
    const LogCapture log;
    QCOMPARE(start(box), QString());
    QVERIFY(opens(box, 0) && opens(box, 1));
    QVERIFY2(log.text().contains("only it opens 1 second factor"), qPrintable(log.text()));
    QVERIFY(CredentialBox(key('a')).open(*box.seal("new", "x"), "x").ok());
}

void TestCredentialUnlock::wrongCredentialIsRefused_data()
{
    QTest::addColumn<bool>("known");
    QTest::newRow("by the known text and a row") << true;
    QTest::newRow("by a row alone") << false;
}

void TestCredentialUnlock::wrongCredentialIsRefused()
{
    QFETCH(const bool, known);
    give('a');
    CredentialBox right;
    QCOMPARE(start(right), QString());
    sealCamera('a');
    if (!known)
        forgetCheck();
    give('b');
    for (int i = 0; i < 2; ++i) {
        CredentialBox box;
        const QString said = start(box);
        QVERIFY2(said.startsWith("the systemd credential camera-service.credentials.key is not the key that the stored "
                                 "credentials (1 camera address) were sealed with; put the right one back"),
                 qPrintable(said));
        QVERIFY(box.isLocked());
    }
    give('a');
    CredentialBox again;
    QCOMPARE(start(again), QString());
    QVERIFY(opens(again, 0));
}

void TestCredentialUnlock::wrongCredentialIsRefusedByTheTextAlone()
{
    give('a');
    CredentialBox first;
    QCOMPARE(start(first), QString());
    give('b');
    CredentialBox second;
    QVERIFY(start(second).contains("camera addresses and second factors"));
    QVERIFY(second.isLocked());
}

void TestCredentialUnlock::credentialThatIsNotTheFileInUseIsRefused()
{
    putFile('f');
    sealCamera('f');
    give('b');
    CredentialBox box;
    const QString said = start(box);
    QVERIFY2(said.contains("secrets/credentials.key is:") && said.contains("keep the file"), qPrintable(said));
}

void TestCredentialUnlock::wrongFileIsNotUsed()
{
    putFile('f');
    sealCamera('a');
    CredentialBox box;
    const LogCapture log;
    QCOMPARE(start(box), QString());
    QVERIFY(box.isLocked());
    QVERIFY2(log.text().contains("credentials.key is another key and is not used"), qPrintable(log.text()));
}

void TestCredentialUnlock::fileCountsWhereNothingIsSealed()
{
    CredentialBox first;
    QCOMPARE(start(first), QString());
    putFile('f');
    CredentialBox second;
    QCOMPARE(start(second), QString());
    QVERIFY(CredentialBox(key('f')).open(*second.seal("new", "x"), "x").ok());
}

void TestCredentialUnlock::keyIsMadeOnceNothingIsSealedAnyMore()
{
    sealCamera('a');
    CredentialBox locked;
    QCOMPARE(start(locked), QString());
    QVERIFY(locked.isLocked());
    m_texts.clear();
    CredentialBox box;
    QCOMPARE(start(box), QString());
    QVERIFY(!box.isLocked() && QFile::exists(file()));
}

void TestCredentialUnlock::rowOfAnotherKeyIsNamed()
{
    putFile('f');
    sealCamera('f');
    sealFactor('a');
    CredentialBox box;
    const LogCapture log;
    QCOMPARE(start(box), QString());
    QVERIFY(opens(box, 0) && !opens(box, 1));
    QVERIFY2(log.text().contains("1 second factor cannot be opened"), qPrintable(log.text()));
}

CS_TEST(TestCredentialUnlock)
#include "tst_credentialunlock.moc"

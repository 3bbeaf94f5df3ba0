#include <sys/stat.h>

#include <QSignalSpy>
#include <QSslCertificate>
#include <QTemporaryDir>

#include "support/logcapture.h"
#include "support/manualclock.h"
#include "support/testprogram.h"
#include "tls/certificatestore.h"

using namespace cs;
using namespace std::chrono_literals;

// Which certificate is shown: at the first start, later, and while its files change.
class TestCertificateStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void makesAPairAtTheFirstStart();
    void keepsItsPair();
    void renewsWhenLittleTimeIsLeft();
    void renewsForANewName();
    void renewsWhileItRuns();
    void aRenewalThatFailsIsTriedEverMoreSeldom();
    void aRenewalThatFailsIsNoReasonNotToStart();
    void aRenewalThatFailsHalfwayLeavesTheOldPair();
    void aBrokenPairOfOursIsMadeAnew_data();
    void aBrokenPairOfOursIsMadeAnew();
    void aForeignPairIsNeverReplaced();
    void takesConfiguredFiles();
    void missingConfiguredFilesAreAClearError();
    void takesANewPairWithoutAWord();
    void keepsTheOldOneUntilBothFit();
    void followsFilesThatAreRenamedIntoPlace();
    void saysThatOthersMayReadTheKey();
    void aPipeIsNotReadFrom();
    void theSourceOutlivesTheStore();

private:
    CertificateOptions options() const
    {
        CertificateOptions made;
        made.folder = m_folder->filePath("tls");
        made.pollInterval = 1h;
        return made;
    }
    QString file(const char *name) const { return m_folder->filePath(QStringLiteral("tls/") + QLatin1String(name)); }
    static QByteArray contentOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static bool put(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(content) == content.size();
    }
    // As from another authority: ours carry another organisation.
    static PemPair foreignPair();

    std::unique_ptr<QTemporaryDir> m_folder;
    ManualClock m_clock;
};

PemPair TestCertificateStore::foreignPair()
{
    // One more certificate makes a chain, and ours have none.
    const auto leaf = makeSelfSigned({"camera.example"}, Timestamp(std::chrono::seconds(1767225600)));
    const auto root = makeSelfSigned({"root.example"}, Timestamp(std::chrono::seconds(1767225600)));
    return {leaf->certificate + root->certificate, leaf->key};
}

void TestCertificateStore::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestCertificateStore::makesAPairAtTheFirstStart()
{
    CertificateStore store(options(), m_clock);
    QVERIFY(!store.current());
    QVERIFY(store.load());
    QVERIFY(store.current());
    struct stat status {};
    QCOMPARE(::stat(QFile::encodeName(file("key.pem")).constData(), &status), 0);
    QCOMPARE(status.st_mode & 07777, mode_t(0600));
    QCOMPARE(::stat(QFile::encodeName(m_folder->filePath("tls")).constData(), &status), 0);
    QCOMPARE(status.st_mode & 07777, mode_t(0700));
    QVERIFY(isSelfSignedByUs(contentOf(file("cert.pem"))));
    QCOMPARE(namesMissing(contentOf(file("cert.pem")), {"localhost", "127.0.0.1"}), QStringList());
    QCOMPARE(QDir(m_folder->filePath("tls")).entryList(QDir::Files).size(), 2);
}

void TestCertificateStore::keepsItsPair()
{
    CertificateStore first(options(), m_clock);
    QVERIFY(first.load());
    m_clock.advance(24h * 790);
    CertificateStore second(options(), m_clock);
    QVERIFY(second.load());
    QCOMPARE(second.current()->fingerprint, first.current()->fingerprint);
}

void TestCertificateStore::renewsWhenLittleTimeIsLeft()
{
    CertificateStore first(options(), m_clock);
    QVERIFY(first.load());
    m_clock.advance(24h * 796);
    CertificateStore second(options(), m_clock);
    QVERIFY(second.load());
    QVERIFY(second.current()->fingerprint != first.current()->fingerprint);
    QVERIFY(second.current()->notAfter > m_clock.now() + 24h * 800);
}

void TestCertificateStore::renewsForANewName()
{
    CertificateStore first(options(), m_clock);
    QVERIFY(first.load());
    CertificateOptions named = options();
    named.names = QStringList{"Cams.Example", "192.0.2.99"};
    CertificateStore second(named, m_clock);
    QVERIFY(second.load());
    QVERIFY(second.current()->fingerprint != first.current()->fingerprint);
    CertificateStore third(named, m_clock);
    QVERIFY(third.load());
    QCOMPARE(third.current()->fingerprint, second.current()->fingerprint);
    named.names = QStringList{"no name"};
    CertificateStore fourth(named, m_clock);
    const auto loaded = fourth.load();
    QVERIFY(!loaded);
    QVERIFY(loaded.error().message.contains("'no name'"));
}

void TestCertificateStore::renewsWhileItRuns()
{
    CertificateStore store(options(), m_clock);
    QVERIFY(store.load());
    const auto before = store.current();
    QSignalSpy changed(&store, &CertificateStore::changed);
    store.check();
    QCOMPARE(changed.size(), 0);
    m_clock.advance(24h * 796);
    store.check();
    QCOMPARE(changed.size(), 1);
    QVERIFY(store.current()->fingerprint != before->fingerprint);
    store.check();
    QCOMPARE(changed.size(), 1);
}

void TestCertificateStore::aRenewalThatFailsIsTriedEverMoreSeldom()
{
    CertificateStore store(options(), m_clock);
    QVERIFY(store.load());
    const QString before = store.current()->fingerprint;
    const auto isOld = [&store, &before] { return store.current()->fingerprint == before; };
    const auto checkAfter = [&](std::chrono::milliseconds time) {
        m_clock.advance(time);
        store.check();
    };
    // Where the draft of a new file would be there is a folder: not even root can write then.
    const QString obstacle = file("key.pem.new/x");
    LogCapture log;
    QVERIFY(QDir().mkpath(obstacle));
    checkAfter(24h * 796);
    checkAfter(30s);
    checkAfter(31s);
    QCOMPARE(log.text().count("TLS certificate"), 1);
    QVERIFY2(log.text().contains("cannot be renewed"), qPrintable(log.text()));
    QVERIFY(QDir(file("key.pem.new")).removeRecursively());
    // Twice in vain: two minutes from the second time.
    checkAfter(110s);
    QVERIFY(isOld());
    checkAfter(11s);
    QVERIFY(!isOld());
    QVERIFY(log.text().contains("made a self-signed"));
}

void TestCertificateStore::aRenewalThatFailsIsNoReasonNotToStart()
{
    CertificateStore first(options(), m_clock);
    QVERIFY(first.load());
    const QString before = first.current()->fingerprint;
    m_clock.advance(24h * 796);
    // Where the draft of a new file would be there is a folder: not even root can write then.
    QVERIFY(QDir().mkpath(file("key.pem.new/x")));
    LogCapture log;
    CertificateStore second(options(), m_clock);
    QVERIFY(second.load());
    QCOMPARE(second.current()->fingerprint, before);
    QVERIFY2(log.text().contains("cannot be renewed"), qPrintable(log.text()));
    QVERIFY(QDir(file("key.pem.new")).removeRecursively());
    m_clock.advance(61s);
    second.check();
    QVERIFY(second.current()->fingerprint != before);
}

void TestCertificateStore::aRenewalThatFailsHalfwayLeavesTheOldPair()
{
    CertificateStore store(options(), m_clock);
    QVERIFY(store.load());
    const QByteArray key = contentOf(file("key.pem"));
    // The new key could be written, the new certificate cannot.
    QVERIFY(QDir().mkpath(file("cert.pem.new/x")));
    m_clock.advance(24h * 796);
    LogCapture log;
    store.check();
    QVERIFY2(log.text().contains("cannot be renewed"), qPrintable(log.text()));
    QVERIFY(contentOf(file("key.pem")) == key);
    QVERIFY(!QFile::exists(file("key.pem.new")));
    CertificateStore later(options(), m_clock);
    QVERIFY(later.load());
    QCOMPARE(later.current()->fingerprint, store.current()->fingerprint);
}

void TestCertificateStore::aBrokenPairOfOursIsMadeAnew_data()
{
    QTest::addColumn<QString>("broken");
    QTest::newRow("no key") << "key.pem";
    QTest::newRow("no certificate") << "cert.pem";
    QTest::newRow("another key") << "";
}

// As a crash between the two files would leave it.
void TestCertificateStore::aBrokenPairOfOursIsMadeAnew()
{
    QFETCH(QString, broken);
    {
        CertificateStore store(options(), m_clock);
        QVERIFY(store.load());
    }
    if (broken.isEmpty())
        QVERIFY(put(file("key.pem"), makeSelfSigned({"a"}, m_clock.now())->key));
    else
        QVERIFY(QFile::remove(m_folder->filePath("tls/" + broken)));
    CertificateStore store(options(), m_clock);
    QVERIFY(store.load());
    QVERIFY(store.current());
}

void TestCertificateStore::aForeignPairIsNeverReplaced()
{
    const PemPair foreign = foreignPair();
    QVERIFY(QDir().mkpath(m_folder->filePath("tls")));
    QVERIFY(put(file("cert.pem"), foreign.certificate));
    {
        CertificateStore store(options(), m_clock);
        const auto loaded = store.load();
        QVERIFY(!loaded);
        QVERIFY2(loaded.error().message.contains("key.pem"), qPrintable(loaded.error().message));
    }
    QVERIFY(put(file("key.pem"), foreign.key));
    m_clock.advance(24h * 1000);
    CertificateStore store(options(), m_clock);
    LogCapture log;
    QVERIFY(store.load());
    QVERIFY2(log.text().contains("has expired"), qPrintable(log.text()));
    store.check();
    QCOMPARE(contentOf(file("cert.pem")), foreign.certificate);
    QCOMPARE(store.current()->certificatePem, foreign.certificate);
}

void TestCertificateStore::takesConfiguredFiles()
{
    const PemPair foreign = foreignPair();
    CertificateOptions configured = options();
    configured.certificateFile = m_folder->filePath("fullchain.pem");
    configured.keyFile = m_folder->filePath("privkey.pem");
    QVERIFY(put(configured.certificateFile, foreign.certificate));
    QVERIFY(put(configured.keyFile, foreign.key));
    CertificateStore store(configured, m_clock);
    QVERIFY(store.load());
    QCOMPARE(store.current()->certificatePem, foreign.certificate);
    QVERIFY(!QFileInfo::exists(m_folder->filePath("tls")));
}

void TestCertificateStore::missingConfiguredFilesAreAClearError()
{
    CertificateOptions configured = options();
    configured.certificateFile = m_folder->filePath("nowhere.pem");
    configured.keyFile = m_folder->filePath("privkey.pem");
    CertificateStore store(configured, m_clock);
    const auto loaded = store.load();
    QVERIFY(!loaded);
    QVERIFY(loaded.error().message.contains("nowhere.pem"));
}

void TestCertificateStore::takesANewPairWithoutAWord()
{
    CertificateOptions fast = options();
    fast.pollInterval = 50ms;
    CertificateStore store(fast, m_clock);
    QVERIFY(store.load());
    const auto before = store.current();
    QSignalSpy changed(&store, &CertificateStore::changed);
    const PemPair fresh = foreignPair();
    QVERIFY(put(file("cert.pem"), fresh.certificate));
    QVERIFY(put(file("key.pem"), fresh.key));
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(store.current()->certificatePem, fresh.certificate);
    QVERIFY(before->fingerprint != store.current()->fingerprint);
}

void TestCertificateStore::keepsTheOldOneUntilBothFit()
{
    LogCapture log;
    CertificateStore store(options(), m_clock);
    QVERIFY(store.load());
    const QString before = store.current()->fingerprint;
    QSignalSpy changed(&store, &CertificateStore::changed);
    const PemPair fresh = foreignPair();
    QVERIFY(put(file("cert.pem"), fresh.certificate));
    for (int i = 0; i < 3; ++i)
        store.check();
    QCOMPARE(store.current()->fingerprint, before);
    QCOMPARE(log.text().count("the old certificate is kept"), 1);
    QVERIFY(log.text().contains("does not belong"));
    QVERIFY(QFile::remove(file("key.pem")));
    for (int i = 0; i < 3; ++i)
        store.check();
    QCOMPARE(log.text().count("the old certificate is kept"), 2);
    QCOMPARE(changed.size(), 0);
    QVERIFY(put(file("key.pem"), fresh.key));
    store.check();
    QCOMPARE(changed.size(), 1);
    QVERIFY(store.current()->fingerprint != before);
    QVERIFY(!log.text().contains(QString::fromLatin1(fresh.key.split('\n').value(1))));
}

// As ACME clients do it, with no poll in sight: the watcher alone.
void TestCertificateStore::followsFilesThatAreRenamedIntoPlace()
{
    CertificateStore store(options(), m_clock);
    QVERIFY(store.load());
    QSignalSpy changed(&store, &CertificateStore::changed);
    for (int round = 1; round <= 2; ++round) {
        const PemPair fresh = foreignPair();
        QVERIFY(put(m_folder->filePath("c"), fresh.certificate));
        QVERIFY(put(m_folder->filePath("k"), fresh.key));
        for (const char *name : {"cert.pem", "key.pem"}) {
            const QString from = m_folder->filePath(QLatin1String(name, 1));
            QCOMPARE(::rename(QFile::encodeName(from).constData(), QFile::encodeName(file(name)).constData()), 0);
        }
        QTRY_COMPARE(changed.size(), round);
        QCOMPARE(store.current()->certificatePem, fresh.certificate);
    }
}

void TestCertificateStore::saysThatOthersMayReadTheKey()
{
    {
        CertificateStore store(options(), m_clock);
        QVERIFY(store.load());
    }
    LogCapture log;
    QCOMPARE(::chmod(QFile::encodeName(file("key.pem")).constData(), 0644), 0);
    CertificateStore store(options(), m_clock);
    QVERIFY(store.load());
    QVERIFY(log.text().contains("every user of this host may read"));
}

void TestCertificateStore::aPipeIsNotReadFrom()
{
    CertificateOptions configured = options();
    configured.certificateFile = m_folder->filePath("pipe");
    configured.keyFile = m_folder->filePath("pipe");
    QCOMPARE(::mkfifo(QFile::encodeName(configured.keyFile).constData(), 0600), 0);
    CertificateStore store(configured, m_clock);
    QVERIFY(!store.load());
}

void TestCertificateStore::theSourceOutlivesTheStore()
{
    TlsSource source;
    {
        CertificateStore store(options(), m_clock);
        source = store.source();
        QVERIFY(!source());
        QVERIFY(store.load());
    }
    QVERIFY(source());
}

CS_TEST(TestCertificateStore)
#include "tst_certificatestore.moc"

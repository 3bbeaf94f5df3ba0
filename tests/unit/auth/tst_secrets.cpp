#include <sys/stat.h>

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>

#include "auth/secrets.h"
#include "support/testprogram.h"

using namespace cs;

class TestSecrets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void firstStartMakesKeysForTheOwnerAlone();
    void secondStartReadsTheSameKeys();
    void everyInstallationHasItsOwnKeys();
    void fileOpenToOthersIsRefusedWithTheRemedy_data();
    void fileOpenToOthersIsRefusedWithTheRemedy();
    void folderOpenToOthersIsRefused();
    void linkInPlaceOfAFileIsRefused();
    void linkInPlaceOfTheFolderIsRefused();
    void lineEndOfWindowsIsOne();
    void folderInPlaceOfAFileIsRefused();
    void fifoInPlaceOfAFileDoesNotStopTheStart();
    void damagedKeyIsRefused();
    void leftoverOfAStartCutShortIsNoProblem();
    void configuredSecretReplacesTheFile();
    void shortSecretIsRefused();
    void systemdCredentialHoldsTheTextOfTheFile();
    void folderOfOtherCredentialsChangesNothing();
    void damagedCredentialsKeyIsNeverToBeRemoved();
    void credentialThatIsNoKeyIsRefused_data();
    void credentialThatIsNoKeyIsRefused();
    void missingStateFolderIsSaid();

private:
    QString file(const char *name) const { return m_dir->filePath(QStringLiteral("secrets/") + QLatin1String(name)); }
    static mode_t modeOf(const QString &path)
    {
        struct stat status {};
        return ::lstat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777 : 0;
    }
    QString messageOfLoad() const
    {
        const auto secrets = Secrets::load(m_dir->path());
        return secrets ? QString() : secrets.error().message;
    }
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestSecrets::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
}

void TestSecrets::firstStartMakesKeysForTheOwnerAlone()
{
    const mode_t before = ::umask(0);
    const auto secrets = Secrets::load(m_dir->path());
    const bool hadCredentials = QFile::exists(file("credentials.key"));
    const auto credentials = Secrets::makeCredentialsKey(m_dir->path());
    ::umask(before);
    QVERIFY(secrets.ok());
    QCOMPARE(secrets->jwt().size(), 43);
    QCOMPARE(secrets->tickets().size(), 32);
    QVERIFY(!hadCredentials && !secrets->credentialKeys().file);
    QCOMPARE(credentials->size(), 32);
    QVERIFY(secrets->tickets() != *credentials);
    QCOMPARE(modeOf(m_dir->filePath(QStringLiteral("secrets"))), mode_t(0700));
    QCOMPARE(QDir(m_dir->filePath(QStringLiteral("secrets"))).entryList(QDir::Files | QDir::Hidden),
             QStringList({"audit.key", "credentials.key", "jwt.key", "signing.key", "tickets.key"}));
    for (const char *name : {"jwt.key", "tickets.key", "credentials.key", "signing.key", "audit.key"})
        QCOMPARE(modeOf(file(name)), mode_t(0600));
}

void TestSecrets::secondStartReadsTheSameKeys()
{
    const auto first = Secrets::load(m_dir->path());
    const auto second = Secrets::load(m_dir->path());
    QVERIFY(first.ok() && second.ok());
    QCOMPARE(second->jwt(), first->jwt());
    QCOMPARE(second->tickets(), first->tickets());
    QCOMPARE(second->signing(), first->signing());
    const auto made = Secrets::makeCredentialsKey(m_dir->path());
    QCOMPARE(*Secrets::makeCredentialsKey(m_dir->path()), *made);
    QCOMPARE(*Secrets::load(m_dir->path())->credentialKeys().file, *made);
}

void TestSecrets::everyInstallationHasItsOwnKeys()
{
    const QTemporaryDir other;
    const auto here = Secrets::load(m_dir->path());
    const auto there = Secrets::load(other.path());
    QVERIFY(here->jwt() != there->jwt());
    QVERIFY(here->tickets() != there->tickets());
}

void TestSecrets::fileOpenToOthersIsRefusedWithTheRemedy_data()
{
    QTest::addColumn<int>("mode");
    for (const int mode : {0640, 0604, 0620, 0601, 0666})
        QTest::addRow("%o", static_cast<unsigned>(mode)) << mode;
}

void TestSecrets::fileOpenToOthersIsRefusedWithTheRemedy()
{
    QFETCH(int, mode);
    QVERIFY(Secrets::load(m_dir->path()).ok());
    QCOMPARE(::chmod(QFile::encodeName(file("jwt.key")).constData(), static_cast<mode_t>(mode)), 0);
    QVERIFY2(messageOfLoad().contains("chmod 0600 " + file("jwt.key")), qPrintable(messageOfLoad()));
}

void TestSecrets::folderOpenToOthersIsRefused()
{
    QVERIFY(Secrets::load(m_dir->path()).ok());
    const QString folder = m_dir->filePath(QStringLiteral("secrets"));
    QCOMPARE(::chmod(QFile::encodeName(folder).constData(), 0755), 0);
    QVERIFY2(messageOfLoad().contains("chmod 0700 " + folder), qPrintable(messageOfLoad()));
}

void TestSecrets::linkInPlaceOfAFileIsRefused()
{
    QVERIFY(Secrets::load(m_dir->path()).ok());
    QVERIFY(QFile::rename(file("jwt.key"), m_dir->filePath(QStringLiteral("elsewhere"))));
    QVERIFY(QFile::link(m_dir->filePath(QStringLiteral("elsewhere")), file("jwt.key")));
    QVERIFY2(messageOfLoad().startsWith(file("jwt.key") + QStringLiteral(" is a symbolic link")),
             qPrintable(messageOfLoad()));
}

void TestSecrets::linkInPlaceOfTheFolderIsRefused()
{
    QVERIFY(Secrets::load(m_dir->path()).ok());
    const QString folder = m_dir->filePath(QStringLiteral("secrets"));
    QVERIFY(QFile::rename(folder, folder + QStringLiteral(".away")));
    QVERIFY(QFile::link(folder + QStringLiteral(".away"), folder));
    QVERIFY2(messageOfLoad().startsWith(folder + QStringLiteral(" is a symbolic link")), qPrintable(messageOfLoad()));
}

void TestSecrets::lineEndOfWindowsIsOne()
{
    const auto made = Secrets::makeCredentialsKey(m_dir->path());
    const auto before = Secrets::load(m_dir->path());
    QVERIFY(made.ok() && before.ok());
    for (const char *name : {"credentials.key", "jwt.key", "tickets.key"}) {
        QFile key(file(name));
        QVERIFY(key.open(QIODevice::ReadWrite));
        const QByteArray text = key.readAll();
        QVERIFY(text.endsWith('\n') && key.seek(text.size() - 1) && key.write("\r\n") == 2);
    }
    const auto after = Secrets::load(m_dir->path());
    QVERIFY2(after.ok(), qPrintable(messageOfLoad()));
    QCOMPARE(*after->credentialKeys().file, *made);
    QCOMPARE(after->jwt(), before->jwt());
    QCOMPARE(after->tickets(), before->tickets());
}

void TestSecrets::folderInPlaceOfAFileIsRefused()
{
    QVERIFY(Secrets::load(m_dir->path()).ok());
    QVERIFY(QFile::remove(file("jwt.key")));
    QVERIFY(QDir().mkdir(file("jwt.key")));
    QVERIFY(messageOfLoad().contains("not a regular file"));
}

void TestSecrets::fifoInPlaceOfAFileDoesNotStopTheStart()
{
    QVERIFY(Secrets::load(m_dir->path()).ok());
    QVERIFY(QFile::remove(file("jwt.key")));
    QCOMPARE(::mkfifo(QFile::encodeName(file("jwt.key")).constData(), 0600), 0);
    QVERIFY(messageOfLoad().contains("not a regular file"));
}

void TestSecrets::damagedKeyIsRefused()
{
    QVERIFY(Secrets::load(m_dir->path()).ok());
    QFile key(file("tickets.key"));
    QVERIFY(key.open(QIODevice::WriteOnly | QIODevice::Truncate) && key.write("short\n") == 6);
    key.close();
    QVERIFY(messageOfLoad().contains("tickets.key is damaged"));
    QVERIFY(!messageOfLoad().contains("short"));
    QVERIFY(key.resize(100000));
    QVERIFY(messageOfLoad().contains("too long"));
}

void TestSecrets::leftoverOfAStartCutShortIsNoProblem()
{
    QVERIFY(Secrets::load(m_dir->path()).ok());
    QVERIFY(QFile::rename(file("jwt.key"), file("jwt.key.new")));
    QVERIFY(Secrets::load(m_dir->path()).ok());
    QVERIFY(!QFile::exists(file("jwt.key.new")));
}

void TestSecrets::configuredSecretReplacesTheFile()
{
    const QByteArray configured(32, 'c');
    const auto secrets = Secrets::load(m_dir->path(), configured);
    QVERIFY(secrets.ok());
    QCOMPARE(secrets->jwt(), configured);
    QVERIFY(!QFile::exists(file("jwt.key")));
    QVERIFY(QFile::exists(file("tickets.key")));
}

void TestSecrets::shortSecretIsRefused()
{
    const auto secrets = Secrets::load(m_dir->path(), "hunter2");
    QVERIFY(!secrets.ok());
    QVERIFY(secrets.error().message.contains("32 characters"));
    QVERIFY(!secrets.error().message.contains("hunter2"));
}

void TestSecrets::missingStateFolderIsSaid()
{
    const auto secrets = Secrets::load(m_dir->filePath(QStringLiteral("nowhere")));
    QVERIFY(!secrets.ok());
    QVERIFY2(secrets.error().message.contains("nowhere/secrets"), qPrintable(secrets.error().message));
}

void TestSecrets::systemdCredentialHoldsTheTextOfTheFile()
{
    const auto made = Secrets::makeCredentialsKey(m_dir->path());
    const QTemporaryDir given;
    QVERIFY(QFile::rename(file("credentials.key"), given.filePath(QLatin1String(Secrets::CredentialName))));
    const auto moved = Secrets::load(m_dir->path(), {}, given.path());
    QCOMPARE(*moved->credentialKeys().credential, *made);
    QVERIFY(!moved->credentialKeys().file);
    QVERIFY(!QFile::exists(file("credentials.key")));
}

void TestSecrets::folderOfOtherCredentialsChangesNothing()
{
    const QTemporaryDir given;
    const auto made = Secrets::makeCredentialsKey(m_dir->path());
    const auto secrets = Secrets::load(m_dir->path(), {}, given.path());
    QVERIFY(!secrets->credentialKeys().credential);
    QCOMPARE(*secrets->credentialKeys().file, *made);
}

void TestSecrets::damagedCredentialsKeyIsNeverToBeRemoved()
{
    QVERIFY(Secrets::makeCredentialsKey(m_dir->path()).ok());
    QFile key(file("credentials.key"));
    QVERIFY(key.open(QIODevice::WriteOnly | QIODevice::Truncate) && key.write("short\n") == 6);
    key.close();
    QVERIFY2(messageOfLoad().endsWith("Restore it from a backup"), qPrintable(messageOfLoad()));
    // Beside a good credential it is no hindrance.
    const QTemporaryDir given;
    QFile credential(given.filePath(QLatin1String(Secrets::CredentialName)));
    QVERIFY(credential.open(QIODevice::WriteOnly) && credential.write(QByteArray(43, 'A')) == 43);
    credential.close();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("credentials.key is damaged")));
    const auto secrets = Secrets::load(m_dir->path(), {}, given.path());
    QVERIFY(secrets.ok());
    QVERIFY(!secrets->credentialKeys().file);
}

void TestSecrets::credentialThatIsNoKeyIsRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("short") << QByteArray("c2hvcnQ");
    QTest::newRow("none") << QByteArray();
    QTest::newRow("no base64url") << QByteArray(43, '+');
    QTest::newRow("long") << QByteArray(86, 'A');
}

void TestSecrets::credentialThatIsNoKeyIsRefused()
{
    QFETCH(const QByteArray, text);
    const QTemporaryDir given;
    QFile key(given.filePath(QLatin1String(Secrets::CredentialName)));
    QVERIFY(key.open(QIODevice::WriteOnly) && key.write(text) == text.size());
    key.close();
    const auto secrets = Secrets::load(m_dir->path(), {}, given.path());
    QVERIFY(!secrets.ok());
    QVERIFY2(secrets.error().message.contains("systemd credential camera-service.credentials.key is no key"),
             qPrintable(secrets.error().message));
    QVERIFY(text.isEmpty() || !secrets.error().message.contains(QString::fromLatin1(text)));
}

CS_TEST(TestSecrets)
#include "tst_secrets.moc"

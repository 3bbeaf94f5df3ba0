#include <unistd.h>

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <sodium.h>

#include "mediamtx/pidfile.h"
#include "mediamtx/startfile.h"
#include "support/testprogram.h"

using namespace cs;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray opened(const QByteArray &text, QByteArray key)
{
    const QByteArray sealed = QByteArray::fromBase64(text);
    key.append(crypto_secretbox_KEYBYTES - key.size(), '\0');
    QByteArray plain(sealed.size() - crypto_secretbox_NONCEBYTES - crypto_secretbox_MACBYTES, '\0');
    const auto *nonce = reinterpret_cast<const unsigned char *>(sealed.data());
    const int failed = crypto_secretbox_open_easy(
        reinterpret_cast<unsigned char *>(plain.data()), nonce + crypto_secretbox_NONCEBYTES,
        static_cast<unsigned long long>(sealed.size()) - crypto_secretbox_NONCEBYTES, nonce,
        reinterpret_cast<const unsigned char *>(key.data()));
    return failed ? QByteArray("cannot be opened") : plain;
}

constexpr auto OwnerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;

}  // namespace

class TestStartFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isSealedAndForItsOwnerAlone()
    {
        const QString folder = m_folder.filePath(QStringLiteral("new/state"));
        StartFile file(folder);
        const auto key = file.write("password: secret\n");
        QVERIFY(key.ok());
        QVERIFY(key->size() <= 32);
        const QByteArray content = contentOf(file.path());
        QVERIFY(!content.contains("secret"));
        QCOMPARE(opened(content, *key), QByteArray("password: secret\n"));
        QCOMPARE(QFile::permissions(file.path()), OwnerOnly);
        QCOMPARE(QFile::permissions(folder), OwnerOnly | QFile::ExeOwner | QFile::ExeUser);
    }

    void everyWriteHasItsOwnKey()
    {
        StartFile file(m_folder.path());
        const auto first = file.write("a");
        const auto second = file.write("b");
        QVERIFY(first.ok() && second.ok());
        QVERIFY(*first != *second);
        QCOMPARE(opened(contentOf(file.path()), *second), QByteArray("b"));
        // Nothing of the temporary files is left.
        QCOMPARE(QDir(m_folder.path()).entryList(QDir::Files).size(), 1);
    }

    void unwritableFolderIsSaidWithItsName()
    {
        const QString blocker = m_folder.filePath(QStringLiteral("file"));
        QVERIFY(QFile(blocker).open(QIODevice::WriteOnly));
        const auto result = StartFile(blocker + QStringLiteral("/state")).write("a");
        QVERIFY(!result.ok());
        QVERIFY(result.error().message.contains(blocker));
    }

    void pidFileFindsTheVeryProcess()
    {
        const PidFile file(m_folder.filePath(QStringLiteral("pid")));
        QVERIFY(!file.running());
        const auto self = markOf(::getpid());
        QVERIFY(self && self->startedAt > 0);
        QCOMPARE(self->program, QFileInfo(QCoreApplication::applicationFilePath()).canonicalFilePath());
        QVERIFY(file.write(*self));
        QCOMPARE(file.running(), self);
        file.remove();
        QVERIFY(!file.running());
    }

    void aNumberThatWasGivenAwayAgainIsNotOurs()
    {
        const PidFile file(m_folder.filePath(QStringLiteral("pid")));
        auto other = *markOf(::getpid());
        other.startedAt += 1;
        QVERIFY(file.write(other));
        QVERIFY(!file.running());
        other = *markOf(::getpid());
        other.program = QStringLiteral("/usr/bin/other");
        QVERIFY(file.write(other));
        QVERIFY(!file.running());
    }

    void damagedPidFilesNameNobody_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("words") << QByteArray("a\nb\nc\n");
        QTest::newRow("init") << QByteArray("1\n");
        QTest::newRow("everybody") << QByteArray("-1\n0\n\n");
        QTest::newRow("nobody") << QByteArray("0\n0\n\n");
        QTest::newRow("zeros") << QByteArray(100, '\0');
    }

    void damagedPidFilesNameNobody()
    {
        QFETCH(QByteArray, content);
        const QString path = m_folder.filePath(QStringLiteral("pid"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        QVERIFY(!PidFile(path).running());
    }

private:
    QTemporaryDir m_folder;
};

CS_TEST(TestStartFile)
#include "tst_startfile.moc"

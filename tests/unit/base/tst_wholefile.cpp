#include <sys/stat.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include "base/wholefile.h"
#include "support/testprogram.h"

using namespace cs;

// A file is there whole, with its mode, or is the old one.
class TestWholeFile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void takesThePlaceOfTheOldOne();
    void whatWasLeftBehindIsNoHindrance();
    void whatWasLeftBehindCanBeDiscarded();
    void failureLeavesNothing();

private:
    static QByteArray textOf(const QString &path);
};

QByteArray TestWholeFile::textOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestWholeFile::takesThePlaceOfTheOldOne()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a"));
    const mode_t before = ::umask(0077);
    const bool first = writeWholeFile(path, "first", 0644).ok();
    const bool second = writeWholeFile(path, "second", 0644).ok();
    ::umask(before);
    QVERIFY(first && second);
    syncFolderOf(path);
    QCOMPARE(textOf(path), QByteArray("second"));
    struct stat status {};
    QCOMPARE(::stat(QFile::encodeName(path).constData(), &status), 0);
    QCOMPARE(status.st_mode & 07777, 0644U);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{QStringLiteral("a")});
}

void TestWholeFile::whatWasLeftBehindIsNoHindrance()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a"));
    QFile left(path + QStringLiteral(".new"));
    QVERIFY(left.open(QIODevice::WriteOnly));
    left.close();
    QVERIFY(writeWholeFile(path, "text", 0600).ok());
    QCOMPARE(textOf(path), QByteArray("text"));
}

void TestWholeFile::whatWasLeftBehindCanBeDiscarded()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a"));
    QVERIFY(writeWholeFile(path, "text", 0600).ok());
    QFile left(path + QStringLiteral(".new"));
    QVERIFY(left.open(QIODevice::WriteOnly));
    left.close();
    QVERIFY(WholeFile::discardDraft(path));
    QVERIFY(!left.exists());
    QCOMPARE(textOf(path), QByteArray("text"));
    QVERIFY(WholeFile::discardDraft(path));
    // Nobody can tell.
    QVERIFY(!WholeFile::discardDraft(folder.filePath(QStringLiteral("away/a"))));
}

void TestWholeFile::failureLeavesNothing()
{
    const QTemporaryDir folder;
    // A folder stands where the file should.
    const QString path = folder.filePath(QStringLiteral("a"));
    QVERIFY(QDir().mkpath(path + QStringLiteral("/b")));
    const auto written = writeWholeFile(path, "text", 0600);
    QVERIFY(!written.ok());
    QVERIFY(written.error().message.startsWith(QStringLiteral("cannot write ") + path));
    QVERIFY(!QFile::exists(path + QStringLiteral(".new")));
}

CS_TEST(TestWholeFile)
#include "tst_wholefile.moc"

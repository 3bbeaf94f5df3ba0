#include <sys/inotify.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "base/workers.h"
#include "recordings/pathnotices.h"
#include "support/testprogram.h"

using namespace cs;

// Notices of a folder, whose disk may hang.
class TestPathNotices : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void tellsOfAChange();
    void diskThatHangsKeepsNobodyWaiting();
    void pathThatComesLaterIsWatchedThen();
    void pathThatGoesIsWatchedAnew();
    void unwatchedItIsSilent();
    void mayGoWhileAWorkerLooks();

private:
    void touch(const QString &name) const
    {
        QFile file(path() + u'/' + name);
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    QString path() const { return m_folder->filePath(QStringLiteral("manual")); }

    static constexpr quint32 Mask = IN_CREATE | IN_DELETE | IN_MOVE | IN_MOVE_SELF | IN_ONLYDIR;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestPathNotices::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir().mkdir(path()));
}

void TestPathNotices::tellsOfAChange()
{
    Workers workers(1);
    PathNotices notices(path(), Mask, workers);
    const QSignalSpy changed(&notices, &PathNotices::changed);
    notices.watch();
    notices.watch();
    // Something may have happened before it saw.
    QTRY_COMPARE(changed.size(), 1);
    touch(QStringLiteral("a"));
    QTRY_COMPARE(changed.size(), 2);
    touch(QStringLiteral("b"));
    QTRY_COMPARE(changed.size(), 3);
}

void TestPathNotices::diskThatHangsKeepsNobodyWaiting()
{
    Workers workers(1);
    QSemaphore disk;
    const auto hanging = workers.run<Done>([&disk]() -> Result<Done> {
        disk.acquire();
        return Done{};
    });
    PathNotices notices(path(), Mask, workers);
    const QSignalSpy changed(&notices, &PathNotices::changed);
    QElapsedTimer timer;
    timer.start();
    notices.watch();
    QVERIFY(timer.elapsed() < 1000);
    QCoreApplication::processEvents();
    QCOMPARE(changed.size(), 0);
    disk.release();
    QTRY_COMPARE(changed.size(), 1);
}

void TestPathNotices::pathThatComesLaterIsWatchedThen()
{
    QVERIFY(QDir().rmdir(path()));
    Workers workers(1);
    PathNotices notices(path(), Mask, workers);
    const QSignalSpy changed(&notices, &PathNotices::changed);
    notices.watch();
    const auto looked = workers.run<Done>([]() -> Result<Done> { return Done{}; });
    QTRY_VERIFY(looked.isFinished());
    QVERIFY(QDir().mkdir(path()));
    QTRY_VERIFY((notices.watch(), !changed.isEmpty()));
    const qsizetype before = changed.size();
    touch(QStringLiteral("a"));
    QTRY_COMPARE(changed.size(), before + 1);
}

void TestPathNotices::pathThatGoesIsWatchedAnew()
{
    Workers workers(1);
    PathNotices notices(path(), Mask, workers);
    const QSignalSpy changed(&notices, &PathNotices::changed);
    notices.watch();
    QTRY_COMPARE(changed.size(), 1);
    // Another folder takes its place.
    QVERIFY(QFile::rename(path(), path() + QStringLiteral(".old")));
    QTRY_COMPARE(changed.size(), 2);
    QVERIFY(QDir().mkdir(path()));
    notices.watch();
    QTRY_COMPARE(changed.size(), 3);
    touch(QStringLiteral("a"));
    QTRY_COMPARE(changed.size(), 4);
}

void TestPathNotices::unwatchedItIsSilent()
{
    Workers workers(1);
    PathNotices notices(path(), Mask, workers);
    const QSignalSpy changed(&notices, &PathNotices::changed);
    notices.watch();
    QTRY_COMPARE(changed.size(), 1);
    notices.unwatch();
    touch(QStringLiteral("a"));
    QTest::qWait(50);
    QCOMPARE(changed.size(), 1);
}

void TestPathNotices::mayGoWhileAWorkerLooks()
{
    Workers workers(1);
    QSemaphore disk;
    const auto hanging = workers.run<Done>([&disk]() -> Result<Done> {
        disk.acquire();
        return Done{};
    });
    {
        PathNotices notices(path(), Mask, workers);
        notices.watch();
        notices.unwatch();
        notices.watch();
    }
    disk.release();
    QTRY_VERIFY(hanging.isFinished());
    QCoreApplication::processEvents();
}

CS_TEST(TestPathNotices)
#include "tst_pathnotices.moc"

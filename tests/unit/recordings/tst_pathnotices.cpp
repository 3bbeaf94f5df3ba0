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
    void cleanup();
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
    // The only worker waits as for a disk that hangs, until the semaphore lets it go.
    void hang()
    {
        m_hanging = m_workers->run<Done>([this]() -> Result<Done> {
            m_disk.acquire();
            return Done{};
        });
    }
    // Something may have happened before it saw, so it begins with a word.
    void watch()
    {
        const qsizetype before = m_changed->size();
        m_notices->watch();
        QTRY_COMPARE(m_changed->size(), before + 1);
    }

    static constexpr quint32 Mask = IN_CREATE | IN_DELETE | IN_MOVE | IN_MOVE_SELF | IN_ONLYDIR;
    std::unique_ptr<QTemporaryDir> m_folder;
    QSemaphore m_disk;
    Async<Done> m_hanging;
    std::unique_ptr<Workers> m_workers;
    std::unique_ptr<PathNotices> m_notices;
    std::unique_ptr<QSignalSpy> m_changed;
};

void TestPathNotices::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir().mkdir(path()));
    m_workers = std::make_unique<Workers>(1);
    m_notices = std::make_unique<PathNotices>(path(), Mask, *m_workers);
    m_changed = std::make_unique<QSignalSpy>(m_notices.get(), &PathNotices::changed);
}

void TestPathNotices::cleanup()
{
    m_changed.reset();
    m_notices.reset();
    // Nobody waits for a disk that a failed test left hanging.
    m_disk.release(m_disk.available() == 0 ? 1 : 0);
    m_workers.reset();
    m_disk.acquire(m_disk.available());
}

void TestPathNotices::tellsOfAChange()
{
    m_notices->watch();
    watch();
    touch(QStringLiteral("a"));
    QTRY_COMPARE(m_changed->size(), 2);
    touch(QStringLiteral("b"));
    QTRY_COMPARE(m_changed->size(), 3);
}

void TestPathNotices::diskThatHangsKeepsNobodyWaiting()
{
    hang();
    QElapsedTimer timer;
    timer.start();
    m_notices->watch();
    QVERIFY(timer.elapsed() < 1000);
    QCoreApplication::processEvents();
    QCOMPARE(m_changed->size(), 0);
    m_disk.release();
    QTRY_COMPARE(m_changed->size(), 1);
}

void TestPathNotices::pathThatComesLaterIsWatchedThen()
{
    QVERIFY(QDir().rmdir(path()));
    m_notices->watch();
    const auto looked = m_workers->run<Done>([]() -> Result<Done> { return Done{}; });
    QTRY_VERIFY(looked.isFinished());
    QVERIFY(QDir().mkdir(path()));
    QTRY_VERIFY((m_notices->watch(), !m_changed->isEmpty()));
    const qsizetype before = m_changed->size();
    touch(QStringLiteral("a"));
    QTRY_COMPARE(m_changed->size(), before + 1);
}

void TestPathNotices::pathThatGoesIsWatchedAnew()
{
    watch();
    // Another folder takes its place.
    QVERIFY(QFile::rename(path(), path() + QStringLiteral(".old")));
    QTRY_COMPARE(m_changed->size(), 2);
    QVERIFY(QDir().mkdir(path()));
    watch();
    touch(QStringLiteral("a"));
    QTRY_COMPARE(m_changed->size(), 4);
}

void TestPathNotices::unwatchedItIsSilent()
{
    watch();
    m_notices->unwatch();
    touch(QStringLiteral("a"));
    QTest::qWait(50);
    QCOMPARE(m_changed->size(), 1);
}

void TestPathNotices::mayGoWhileAWorkerLooks()
{
    hang();
    m_notices->watch();
    m_notices->unwatch();
    m_notices->watch();
    m_changed.reset();
    m_notices.reset();
    m_disk.release();
    QTRY_VERIFY(m_hanging.isFinished());
    QCoreApplication::processEvents();
}

CS_TEST(TestPathNotices)
#include "tst_pathnotices.moc"

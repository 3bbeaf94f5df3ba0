#include <malloc.h>

#include <QDir>

#include "support/testprogram.h"
#include "unit/console_video/loopwatch.h"
#include "unit/console_video/rtsprig.h"
#include "unit/console_video/sourcelog.h"
#include "video/libavsource.h"
#include "video/threadreaper.h"

#ifdef __SANITIZE_ADDRESS__
// Of the sanitizer's allocator_interface.h, which GCC does not install.
extern "C" size_t __sanitizer_get_current_allocated_bytes();
#endif

using namespace cs;
using namespace std::chrono_literals;

namespace {

#ifdef __SANITIZE_ADDRESS__
// It holds back what was freed, to find later uses: what the system counts grows by design.
constexpr bool isResidentTelling = false;
#else
constexpr bool isResidentTelling = true;
#endif

// Asked for and not given back, without what an allocator keeps for the next time: the same in all builds.
qint64 bytesInUse()
{
#ifdef __SANITIZE_ADDRESS__
    return qint64(__sanitizer_get_current_allocated_bytes());
#else
    const struct mallinfo2 info = mallinfo2();
    return qint64(info.uordblks + info.hblkhd);
#endif
}

// What this program holds now.
struct Holdings {
    qsizetype threads;
    qsizetype descriptors;
    qint64 inUseKb;
    qint64 residentKb;

    static Holdings now()
    {
        QFile status(QStringLiteral("/proc/self/status"));
        qint64 memory = 0;
        if (status.open(QIODevice::ReadOnly)) {
            for (const QByteArray &line : status.readAll().split('\n'))
                if (line.startsWith("VmRSS:"))
                    memory = line.mid(6).trimmed().split(' ').first().toLongLong();
        }
        const auto entries = [](const char *path) {
            return QDir(QString::fromLatin1(path))
                .entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System)
                .size();
        };
        return {entries("/proc/self/task"), entries("/proc/self/fd"), bytesInUse() / 1024, memory};
    }
};

}  // namespace

// A camera's view opened and closed a hundred times, at a real MediaMTX that works and at one that is frozen.
class TestOpenings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QString problem = m_rig.start();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }

    void ahundredOpeningsLeaveNothing_data()
    {
        QTest::addColumn<bool>("frozen");
        QTest::newRow("a camera that is seen each time") << false;
        QTest::newRow("a server that hangs") << true;
    }
    void ahundredOpeningsLeaveNothing()
    {
        QFETCH(bool, frozen);
        // Caches fill at first.
        cycle(10, false);
        QVERIFY(QTest::qWaitFor([&] { return m_reaper.running() == 0; }, 6000));
        if (frozen)
            m_rig.freeze();
        const Holdings before = Holdings::now();
        LoopWatch watch;
        cycle(100, frozen);
        const qint64 blocked = watch.longestMs();
        QVERIFY(QTest::qWaitFor([&] { return m_reaper.running() == 0; }, 6000));
        m_rig.thaw();
        const Holdings after = Holdings::now();
        qInfo(
            "threads %lld -> %lld, descriptors %lld -> %lld, in use %lld -> %lld kB, resident %lld -> %lld kB, longest "
            "block %lld ms",
            qint64(before.threads), qint64(after.threads), qint64(before.descriptors), qint64(after.descriptors),
            before.inUseKb, after.inUseKb, before.residentKb, after.residentKb, blocked);
        QVERIFY(after.threads <= before.threads);
        QVERIFY(after.descriptors <= before.descriptors);
        // 5 kB for each opening; the smallest decoder holds more.
        QVERIFY(after.inUseKb - before.inUseKb < 512);
        QVERIFY(!isResidentTelling || after.residentKb - before.residentKb < 8 * 1024);
        QVERIFY(blocked < 100);
    }

private:
    void cycle(int times, bool frozen)
    {
        for (int i = 0; i < times; ++i) {
            LibavSource source(m_reaper);
            SourceLog log(source);
            source.setTargetSize({640, 360});
            source.open(m_rig.url(), {});
            if (frozen)
                QTest::qWait(50);
            else
                QVERIFY2(log.waitForFrames(1), qPrintable(log.detail));
        }
    }

    RtspRig m_rig;
    ThreadReaper m_reaper;
};

CS_TEST(TestOpenings)
#include "tst_openings.moc"

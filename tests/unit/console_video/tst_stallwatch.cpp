#include <QSignalSpy>

#include "support/testprogram.h"
#include "video/stallwatch.h"

using namespace cs;
using namespace std::chrono_literals;

// The age of the last picture is set by hand; the watch looks at it when told to.
class TestStallWatch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anOldPictureIsStalledOnceAndAFreshOneMovesOnce()
    {
        auto age = 0ms;
        StallWatch watch([&] { return age; });
        QSignalSpy stalled(&watch, &StallWatch::stalled);
        QSignalSpy moving(&watch, &StallWatch::moving);
        watch.start(0ms);
        QTest::qWait(2);
        age = 5s;
        watch.check();
        watch.check();
        QCOMPARE(stalled.size(), 1);
        QVERIFY(watch.isStalled());
        age = 0ms;
        watch.check();
        watch.check();
        QCOMPARE(moving.size(), 1);
        QVERIFY(!watch.isStalled());
    }

    void aPictureThatWasHeldHasTheWholeLimitAgain()
    {
        StallWatch watch([] { return std::chrono::milliseconds(1h); });
        QSignalSpy stalled(&watch, &StallWatch::stalled);
        watch.start(1h);
        watch.check();
        QCOMPARE(stalled.size(), 0);
    }

    void looksByItselfUntilStopped()
    {
        StallWatch watch([] { return std::chrono::milliseconds(1h); });
        QSignalSpy stalled(&watch, &StallWatch::stalled);
        watch.start(40ms);
        QVERIFY(stalled.wait(5000));
        watch.stop();
        QVERIFY(!watch.isStalled());
        QVERIFY(!stalled.wait(100));
    }
};

CS_TEST(TestStallWatch)
#include "tst_stallwatch.moc"

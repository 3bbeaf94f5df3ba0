#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include "models/eventlogmodel.h"
#include "support/quoted.h"
#include "support/testprogram.h"
#include "unit/console_models/modelfixture.h"

using namespace cs;

class TestEventLogModel : public ModelFixture {
    Q_OBJECT

    bool liveWith(const EventLogModel &)
    {
        return live() && QTest::qWaitFor([&] { return feed->isCurrent(); });
    }
    void publishCamera(const char *topic, qint64 seq, int camera)
    {
        service->publish(topic, seq,
                         quoted("'device':'camera") + QByteArray::number(camera)
                             + quoted("','status':'CONNECTED','name':'Gate','reason':'cable'"));
    }

private Q_SLOTS:
    void init() { setUp(); }
    void cleanup() { tearDown(); }

    void newestIsFirstAndInWords()
    {
        EventLogModel model(*session, *feed);
        QAbstractItemModelTester tester(&model);
        QVERIFY(liveWith(model));
        publishCamera("camera.connected", 11, 0);
        publishCamera("camera.disconnected", 12, 0);
        service->publish("recording.error", 13, recordingMembers(1, "x.mp4"));
        QTRY_COMPARE(model.rowCount(), 3);
        QCOMPARE(wordsFor(model.event(2)), QStringLiteral("Gate is connected"));
        QCOMPARE(wordsFor(model.event(1)), QStringLiteral("Gate is not connected: cable"));
        QVERIFY(model.event(1).weight == LoggedEvent::Weight::Warning);
        QCOMPARE(wordsFor(model.event(0)), QStringLiteral("Recording failed: x.mp4"));
        QVERIFY(model.event(0).weight == LoggedEvent::Weight::Error);
        QCOMPARE(model.index(0, EventLogModel::Camera).data().toString(), QStringLiteral("camera1"));
    }

    void whyStandsBeforeTheFileAndALongNameHidesNothing()
    {
        EventLogModel model(*session, *feed);
        QVERIFY(liveWith(model));
        service->publish("recording.error", 11,
                         quoted("'device':'camera1','filename':'x.mp4','cause':'the disk is full'"));
        service->publish("camera.disconnected", 12,
                         quoted("'device':'camera1','reason':'cable','name':'") + QByteArray(200, 'n') + '"');
        QTRY_COMPARE(model.rowCount(), 2);
        QCOMPARE(wordsFor(model.event(1)), QStringLiteral("Recording failed: the disk is full (x.mp4)"));
        QVERIFY(wordsFor(model.event(0)).size() < 80);
        QVERIFY(wordsFor(model.event(0)).endsWith(QStringLiteral("is not connected: cable")));
    }

    void camerasAreCalledAsPeopleKnowThem()
    {
        EventLogModel model(*session, *feed);
        model.nameCamerasBy([](CameraId) { return QStringLiteral("Gate"); });
        QVERIFY(liveWith(model));
        publishCamera("camera.connected", 11, 1);
        QTRY_COMPARE(model.rowCount(), 1);
        QCOMPARE(model.index(0, 0).data(EventLogModel::CameraNameRole).toString(), QStringLiteral("Gate (camera1)"));
    }

    void onlyTheNewestAreKept()
    {
        EventLogModel model(*session, *feed);
        QAbstractItemModelTester tester(&model);
        QVERIFY(liveWith(model));
        for (int i = 0; i < 700; ++i)
            publishCamera("camera.connected", 11 + i, i);
        QTRY_COMPARE(model.rowCount(), 500);
        QTRY_COMPARE(model.event(0).seq, 710);
        QCOMPARE(model.event(499).seq, 211);
    }

    void oneCameraHasItsOwn()
    {
        EventLogModel model(*session, *feed, CameraId(1));
        QVERIFY(liveWith(model));
        publishCamera("camera.connected", 11, 0);
        publishCamera("camera.connected", 12, 1);
        settle();
        QCOMPARE(model.rowCount(), 1);
        QVERIFY(model.event(0).device == CameraId(1));
    }

    void signOutForgetsThem()
    {
        EventLogModel model(*session, *feed);
        QVERIFY(liveWith(model));
        publishCamera("camera.connected", 11, 0);
        QTRY_COMPARE(model.rowCount(), 1);
        session->signOut();
        QCOMPARE(model.rowCount(), 0);
    }
};

CS_TEST(TestEventLogModel)
#include "tst_eventlogmodel.moc"

#include <QSignalSpy>

#include "models/cameramodel.h"
#include "models/recordingmodel.h"
#include "models/sessionmodel.h"
#include "models/usermodel.h"
#include "support/testprogram.h"
#include "unit/console_models/modelfixture.h"

using namespace cs;

// What was asked for while the connection was lost, or was lost with it, is read by itself once it is back; and what
// nothing tells about is read anew.
class TestAfterOutage : public ModelFixture {
    Q_OBJECT

    static ScriptedService::Answer silence(const QJsonObject &) { return ScriptedService::NoAnswer{}; }
    static QByteArray recordings(int camera)
    {
        return quoted("{'files':[{'filename':'a.mp4','file_size':1,'modified_time':'2026-11-23T10:00:00.000Z',"
                      "'download_url':'','device':'camera")
               + QByteArray::number(camera) + quoted("'}],'total':1,'limit':100,'offset':0}");
    }
    void lose()
    {
        service->refuses = true;
        service->drop();
        QTRY_VERIFY(!session->isLive());
    }
    void comeBack()
    {
        service->refuses = false;
        session->retryNow();
        QTRY_VERIFY(session->isLive());
    }

private Q_SLOTS:
    void init()
    {
        setUp();
        service->on("get_camera_list", cameraList(2));
        service->on("list_recordings", recordings(0));
        service->on("get_streams", "[]");
    }
    void cleanup() { tearDown(); }

    void aListOfCamerasThatWasLostIsReadAgain()
    {
        service->on("get_camera_list", &silence);
        CameraModel model(*session, *feed);
        QVERIFY(live());
        QTRY_COMPARE(service->countOf("get_camera_list"), 1);
        QTRY_VERIFY(feed->isCurrent());
        lose();
        QTRY_COMPARE(model.loadState(), LoadState::Failed);
        service->on("get_camera_list", cameraList(2));
        comeBack();
        QTRY_COMPARE(model.rowCount(), 2);
        QTRY_VERIFY(!model.isStale());
        QCOMPARE(model.loadState(), LoadState::Ready);
    }

    void reloadingCamerasWhileAwayDoesNotLeaveThemUnknown()
    {
        CameraModel model(*session, *feed);
        QVERIFY(live());
        QTRY_VERIFY(!model.isStale());
        lose();
        model.reload();
        QCOMPARE(model.loadState(), LoadState::Failed);
        QCOMPARE(model.rowCount(), 2);
        comeBack();
        QTRY_VERIFY(!model.isStale());
        QCOMPARE(model.loadState(), LoadState::Ready);
    }

    void recordingsAskedForWhileAwayAreRead()
    {
        RecordingModel model(*session, *feed);
        QVERIFY(live());
        QTRY_COMPARE(model.loadState(), LoadState::Ready);
        lose();
        model.setFilter({CameraId(1), {}});
        QCOMPARE(model.loadState(), LoadState::Failed);
        // What is shown passes the filter, even if that leaves nothing.
        QCOMPARE(model.rowCount(), 0);
        service->on("list_recordings", recordings(1));
        comeBack();
        QTRY_COMPARE(model.rowCount(), 1);
        QCOMPARE(model.loadState(), LoadState::Ready);
    }

    void signingOutForgetsRecordingsAndFilter()
    {
        RecordingModel model(*session, *feed);
        QVERIFY(live());
        QTRY_COMPARE(model.rowCount(), 1);
        model.setFilter({CameraId(0), {}});
        QSignalSpy forgotten(&model, &RecordingModel::forgotten);
        session->signOut();
        QCOMPARE(forgotten.size(), 1);
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(model.filter().isEmpty());
        // Not "there are none": nobody has looked.
        QCOMPARE(model.loadState(), LoadState::Busy);
    }

    void usersAndSessionsThatWereReadAreReadAnew()
    {
        service->on("list_users", quoted("{'users':[]}"));
        service->on("list_sessions", quoted("{'sessions':[]}"));
        UserModel users(*session);
        SessionModel sessions(*session);
        QVERIFY(live());
        lose();
        comeBack();
        // Nobody has asked for them so far.
        QCOMPARE(service->countOf("list_users") + service->countOf("list_sessions"), 0);
        users.reload();
        sessions.reload();
        QTRY_COMPARE(users.loadState(), LoadState::Ready);
        QTRY_COMPARE(sessions.loadState(), LoadState::Ready);
        lose();
        comeBack();
        QTRY_COMPARE(service->countOf("list_users"), 2);
        QTRY_COMPARE(service->countOf("list_sessions"), 2);
        session->signOut();
        QVERIFY(live());
        settle();
        QCOMPARE(service->countOf("list_users"), 2);
    }
};

CS_TEST(TestAfterOutage)
#include "tst_afteroutage.moc"

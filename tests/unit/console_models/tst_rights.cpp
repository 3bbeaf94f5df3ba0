#include <QSignalSpy>

#include "models/cameramodel.h"
#include "models/recordingmodel.h"
#include "support/testprogram.h"
#include "unit/console_models/modelfixture.h"

using namespace cs;

// What is listed follows the rights of the session while it lives, and its role.
class TestRights : public ModelFixture {
    Q_OBJECT

    // One recording of each of so many cameras.
    static QByteArray recordings(int count)
    {
        QByteArrayList files;
        for (int i = 0; i < count; ++i) {
            const QByteArray number = QByteArray::number(i);
            files << quoted("{'filename':'") + number
                         + quoted(".mp4','file_size':1,'modified_time':'2026-11-23T10:00:00.000Z','download_url':'',"
                                  "'device':'camera")
                         + number + quoted("'}");
        }
        return quoted("{'files':[") + files.join(',') + quoted("],'total':") + QByteArray::number(count)
               + quoted(",'limit':100,'offset':0}");
    }
    void mayView(int cameras)
    {
        service->on("get_camera_list", cameraList(cameras));
        service->on("list_recordings", recordings(cameras));
    }
    void changeRights(int cameras)
    {
        mayView(cameras);
        service->notify("session.rights_changed", quoted("{'session_id':'s1','timestamp':'2026-11-23T10:00:00.000Z'}"));
    }

private Q_SLOTS:
    void init()
    {
        setUp();
        service->on("get_streams", "[]");
    }
    void cleanup() { tearDown(); }

    void listsFollowGrants()
    {
        mayView(1);
        CameraModel cameras(*session, *feed);
        RecordingModel files(*session, *feed);
        QVERIFY(live());
        QTRY_COMPARE(cameras.rowCount(), 1);
        QTRY_COMPARE(files.rowCount(), 1);
        changeRights(2);
        QTRY_COMPARE(cameras.rowCount(), 2);
        QTRY_COMPARE(files.total(), 2);
        QSignalSpy removed(&cameras, &CameraModel::cameraRemoved);
        changeRights(1);
        QTRY_COMPARE(removed.size(), 1);
        QVERIFY(removed.first().first().value<CameraId>() == CameraId(1));
        QTRY_COMPARE(files.rowCount(), 1);
        QTRY_VERIFY(!cameras.isStale());
        QCOMPARE(cameras.loadState(), LoadState::Ready);
    }

    // The service ends the session then, and the socket stays.
    void anotherRoleLeavesNothingUnknown()
    {
        mayView(2);
        CameraModel cameras(*session, *feed);
        RecordingModel files(*session, *feed);
        QVERIFY(live());
        QTRY_VERIFY(!cameras.isStale());
        QTRY_COMPARE(files.loadState(), LoadState::Ready);
        bool failed = false;
        for (const LoadedModel *model : {static_cast<LoadedModel *>(&cameras), static_cast<LoadedModel *>(&files)})
            connect(model, &LoadedModel::loadStateChanged, this,
                    [&failed, model] { failed = failed || model->loadState() == LoadState::Failed; });
        for (const char *role : {"viewer", "operator"}) {
            service->role = role;
            const int before = service->countOf("get_camera_list");
            service->notify("session.ended", quoted("{'session_id':'s1','code':'role_changed','reason':'x'}"));
            QTRY_VERIFY(service->countOf("get_camera_list") > before);
            QTRY_VERIFY(session->isLive() && !cameras.isStale());
            QTRY_COMPARE(files.loadState(), LoadState::Ready);
            QVERIFY(session->role() == (role == QByteArray("viewer") ? Role::Viewer : Role::Operator));
        }
        QVERIFY(!failed);
    }
};

CS_TEST(TestRights)
#include "tst_rights.moc"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>

#include "models/cameramodel.h"
#include "support/quoted.h"
#include "support/testprogram.h"
#include "unit/console_models/modelfixture.h"

using namespace cs;

class TestCameraModel : public ModelFixture {
    Q_OBJECT

    void make()
    {
        m_model = std::make_unique<CameraModel>(*session, *feed);
        m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get());
    }
    bool isRead()
    {
        return QTest::qWaitFor([&] { return m_model->loadState() == LoadState::Ready && !m_model->isStale(); });
    }
    bool startWith(int cameras)
    {
        service->on("get_camera_list", cameraList(cameras));
        make();
        QSignalSpy told(m_model.get(), &CameraModel::cameraChanged);
        return live() && isRead() && QTest::qWaitFor([&] { return told.count() >= cameras; });
    }
    QVariant at(int row, int role) const { return m_model->index(row, 0).data(role); }

    std::unique_ptr<CameraModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;

private Q_SLOTS:
    void init()
    {
        setUp();
        service->on("list_recordings", quoted("{'files':[],'total':0,'limit':100,'offset':0}"));
        service->on("get_streams", "[]");
    }
    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
        tearDown();
    }

    void theFirstListComesAtOnce()
    {
        service->on("get_camera_list", cameraList(500));
        make();
        QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
        QVERIFY(live() && isRead());
        QCOMPARE(m_model->rowCount(), 500);
        QCOMPARE(inserted.count(), 1);
    }

    void anEventBeforeTheListAddsNoCameraByItself()
    {
        service->on("get_camera_list", ScriptedService::Handler([](const QJsonObject &) -> ScriptedService::Answer {
                        return ScriptedService::NoAnswer{};
                    }));
        make();
        QVERIFY(live());
        QTRY_COMPARE(service->countOf("subscribe_events"), 1);
        service->publish("camera_status_update", 11, cameraMembers(7));
        settle();
        QCOMPARE(m_model->rowCount(), 0);
        service->on("get_camera_list", cameraList(9));
        QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
        m_model->reload();
        QVERIFY(isRead());
        QCOMPARE(m_model->rowCount(), 9);
        QCOMPARE(inserted.count(), 1);
    }

    void rowsComeFromTheList()
    {
        QVERIFY(startWith(3));
        QCOMPARE(m_model->rowCount(), 3);
        QCOMPARE(at(2, CameraModel::DeviceRole).toString(), QStringLiteral("camera2"));
        QCOMPARE(at(2, CameraModel::NameRole).toString(), QStringLiteral("Gate"));
        QCOMPARE(at(2, CameraModel::StatusRole).toInt(), static_cast<int>(api::CameraStatus::Connected));
        QCOMPARE(m_model->index(2, CameraModel::Resolution).data().toString(), QStringLiteral("640×360"));
        QCOMPARE(m_model->connectedCount(), 3);
    }

    void eventsChangeRowsWithoutAnotherReading()
    {
        QVERIFY(startWith(3));
        const int readings = service->countOf("get_camera_list");
        QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
        service->publish("camera_status_update", 11, cameraMembers(1, "DISCONNECTED"));
        const auto tells = [&changed](int row) {
            return std::any_of(changed.begin(), changed.end(), [row](const QList<QVariant> &arguments) {
                return arguments.at(0).toModelIndex().row() == row && arguments.at(1).toModelIndex().row() == row;
            });
        };
        QTRY_VERIFY(tells(1));
        QCOMPARE(at(1, CameraModel::StatusRole).toInt(), static_cast<int>(api::CameraStatus::Disconnected));
        QCOMPARE(at(1, CameraModel::ReasonRole).toString(), QStringLiteral("no picture"));
        QCOMPARE(at(1, Qt::ToolTipRole).toString(), QStringLiteral("<p>no picture</p>"));
        QCOMPARE(service->countOf("get_camera_list"), readings);
    }

    void newCameraIsPutInItsPlace()
    {
        QVERIFY(startWith(2));
        service->publish("camera_status_update", 11, cameraMembers(20));
        service->publish("camera_status_update", 12, cameraMembers(7));
        settle();
        QCOMPARE(m_model->rowCount(), 4);
        QCOMPARE(at(2, CameraModel::DeviceRole).toString(), QStringLiteral("camera7"));
        QCOMPARE(at(3, CameraModel::DeviceRole).toString(), QStringLiteral("camera20"));
    }

    void removedCameraGoesAndOneWithoutPictureStays()
    {
        QVERIFY(startWith(2));
        service->on("get_camera_status", [](const QJsonObject &params) -> ScriptedService::Answer {
            if (params.value("device") == QLatin1String("camera0"))
                return notFound();
            return '{' + cameraMembers(1, "DISCONNECTED")
                   + quoted(
                       ",'metrics':{'bytes_sent':0,'readers':0,'uptime':0},'capabilities':{'formats':[],'resolutions':[]}}");
        });
        QSignalSpy removed(m_model.get(), &CameraModel::cameraRemoved);
        service->publish("camera.disconnected", 11,
                         quoted("'device':'camera0','status':'DISCONNECTED','name':'a','reason':'x'"));
        service->publish("camera.disconnected", 12,
                         quoted("'device':'camera1','status':'DISCONNECTED','name':'b','reason':'x'"));
        QVERIFY(removed.wait());
        settle();
        QCOMPARE(m_model->rowCount(), 1);
        QCOMPARE(at(0, CameraModel::DeviceRole).toString(), QStringLiteral("camera1"));
    }

    void recordingIsFollowed()
    {
        service->on(
            "list_recordings",
            quoted("{'files':[{'filename':'a.mp4','file_size':1,'modified_time':'2026-11-23T10:00:00.000Z',"
                   "'download_url':'','device':'camera1','state':'recording'}],'total':1,'limit':100,'offset':0}"));
        QVERIFY(startWith(2));
        QTRY_VERIFY(at(1, CameraModel::RecordingRole).toBool());
        service->publish("recording.stop", 11, recordingMembers(1, "a.mp4", 5));
        service->publish("recording.start", 12, recordingMembers(0, "b.mp4"));
        QTRY_VERIFY(!at(1, CameraModel::RecordingRole).toBool());
        QVERIFY(at(0, CameraModel::RecordingRole).toBool());
        QCOMPARE(m_model->find(CameraId(0))->recording.toString(), QStringLiteral("b.mp4"));
    }

    void viewersAreCounted()
    {
        service->on("get_streams",
                    quoted("[{'name':'camera1','ready':true,'readers':4,'bytes_sent':1,'source':'rtsp'}]"));
        QVERIFY(startWith(2));
        QTRY_COMPARE(at(1, CameraModel::ViewersRole).toInt(), 4);
        QCOMPARE(at(0, CameraModel::ViewersRole).toInt(), -1);
    }

    void nothingIsLiveWhileTheConnectionIsLost()
    {
        QVERIFY(startWith(2));
        QVERIFY(!at(0, CameraModel::StaleRole).toBool());
        service->refuses = true;
        service->drop();
        QVERIFY(m_model->isStale());
        QVERIFY(at(0, CameraModel::StaleRole).toBool());
        QCOMPARE(m_model->rowCount(), 2);
        service->refuses = false;
        QVERIFY(isRead());
        QVERIFY(!at(0, CameraModel::StaleRole).toBool());
    }

    void staysStaleUntilTheStateWasReadAnew()
    {
        QVERIFY(startWith(2));
        service->resync = true;
        service->on("get_camera_list",
                    [](const QJsonObject &) -> ScriptedService::Answer { return ScriptedService::NoAnswer{}; });
        service->drop();
        QTRY_VERIFY(feed->isCurrent());
        settle();
        QVERIFY(m_model->isStale());
        service->on("get_camera_list", cameraList(1));
        m_model->reload();
        QVERIFY(isRead());
        QCOMPARE(m_model->rowCount(), 1);
    }

    void failedReadingKeepsTheRows()
    {
        QVERIFY(startWith(2));
        service->on("get_camera_list", [](const QJsonObject &) -> ScriptedService::Answer {
            return ErrorObject{rpccode::Internal, QStringLiteral("disk"), {}};
        });
        m_model->reload();
        QTRY_COMPARE(m_model->loadState(), LoadState::Failed);
        QCOMPARE(m_model->error().message, QStringLiteral("disk"));
        QCOMPARE(m_model->rowCount(), 2);
        QVERIFY(m_model->isStale());
    }

    void signOutForgetsTheRows()
    {
        QVERIFY(startWith(2));
        session->signOut();
        QCOMPARE(m_model->rowCount(), 0);
        QVERIFY(m_model->isStale());
    }

    void brokenEventsArePassedOver()
    {
        QVERIFY(startWith(2));
        service->publish("camera_status_update", 11, quoted("'device':'../x','status':'CONNECTED'"));
        service->publish("camera_status_update", 12, quoted("'device':'camera1','status':'SLEEPING'"));
        service->publish("recording.start", 13, quoted("'device':'camera1','filename':'../../etc/passwd'"));
        settle();
        QCOMPARE(m_model->rowCount(), 2);
        QVERIFY(!at(1, CameraModel::RecordingRole).toBool());
    }

    void manyEventsBecomeFewChanges()
    {
        QVERIFY(startWith(500));
        m_tester.reset();
        settle();
        QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
        qint64 seq = 100;
        for (int round = 0; round < 10; ++round) {
            for (int camera = 0; camera < 500; ++camera)
                service->publish("camera_status_update", ++seq,
                                 cameraMembers(camera, round % 2 ? "CONNECTED" : "ERROR"));
        }
        QElapsedTimer timer;
        timer.start();
        QTRY_COMPARE_WITH_TIMEOUT(feed->lastSeq(), seq, 20000);
        settle();
        // One for each 50 ms that it took, and no more: neighbours go together.
        QVERIFY2(changed.count() <= timer.elapsed() / 50 + 2, qPrintable(QString::number(changed.count())));
        QCOMPARE(m_model->connectedCount(), 500);
    }
};

CS_TEST(TestCameraModel)
#include "moc_modelfixture.cpp"
#include "tst_cameramodel.moc"

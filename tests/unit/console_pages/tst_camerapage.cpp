#include <QClipboard>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>

#include "actions/commands.h"
#include "models/cameraactions.h"
#include "models/eventlogmodel.h"
#include "pages/camerapage.h"
#include "unit/console_pages/pagefixture.h"
#include "unit/console_pages/roomcheck.h"
#include "widgets/pictureview.h"

using namespace cs;

// One camera's page, on two cameras of a scripted service.
class TestCameraPage : public PageFixture {
    Q_OBJECT

    void show()
    {
        m_page = std::make_unique<CameraPage>(*cameras, *m_actions, *m_events, *m_commands, pictures);
        m_page->setCamera(CameraId(0));
        m_page->resize(1000, 700);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        m_page->enter();
        settle();
    }
    QString words() const { return m_page->findChild<PictureView *>()->words(); }
    bool isUsable(CommandId id) const { return m_commands->action(id)->isEnabled(); }
    void turnOff(int camera, qint64 seq)
    {
        service->publish("camera_status_update", seq, cameraMembers(camera, "DISCONNECTED"));
    }

    std::unique_ptr<CameraActions> m_actions;
    std::unique_ptr<EventLogModel> m_events;
    std::unique_ptr<Commands> m_commands;
    std::unique_ptr<CameraPage> m_page;

private Q_SLOTS:
    void init()
    {
        setUp();
        service->on(
            "get_stream_url",
            quoted("{'device':'camera0','stream_name':'camera0','stream_url':'rtsp://h:8554/camera0?token=SECRET',"
                   "'available':true,'active_consumers':0,'stream_status':'READY','streams':{'rtsp':"
                   "'rtsp://h:8554/camera0?token=SECRET','hls':'http://h:8888/camera0/?token=SECRET','webrtc':"
                   "'http://h:8889/camera0/?token=SECRET'},'web_page':'http://h:8889/camera0?token=SECRET',"
                   "'expires_at':'2026-11-23T10:05:00.000Z'}"));
        m_actions = std::make_unique<CameraActions>(*session);
        m_events = std::make_unique<EventLogModel>(*session, *feed);
        m_commands = std::make_unique<Commands>();
        m_commands->setRole(Role::Operator);
        QVERIFY(startWith(2));
    }
    void cleanup()
    {
        m_page.reset();
        m_commands.reset();
        m_events.reset();
        m_actions.reset();
        pictures.opened.clear();
        endPage();
    }

    void itSaysHowTheCameraIs()
    {
        service->on("get_streams",
                    quoted("[{'name':'camera0','ready':true,'readers':3,'bytes_sent':1,'source':'rtsp'}]"));
        show();
        QTRY_VERIFY(reads(*m_page).contains(QStringLiteral("connected · 640×360 · 25/s")));
        QTRY_VERIFY(reads(*m_page).contains(QStringLiteral("3 watching")));
        QCOMPARE(m_page->title(), QStringLiteral("Gate"));
        service->publish("recording.start", 11, recordingMembers(0, "r.mp4"));
        QTRY_VERIFY(reads(*m_page).contains(QStringLiteral("Being recorded: r.mp4")));
    }

    void nothingCoversAnythingWhereThereIsLittleRoom()
    {
        show();
        for (const QSize &size : {QSize(464, 400), QSize(700, 380), QSize(1000, 700)}) {
            m_page->resize(size.expandedTo(m_page->minimumSizeHint()));
            QCOMPARE(m_page->size(), size);
            QTRY_COMPARE(roomFaults(*m_page), QStringList());
        }
    }

    void theStreamIsOpenWhileThePageIsShown()
    {
        show();
        QCOMPARE(pictures.opened[CameraId(0)], 1);
        QVERIFY(pictures.lastLive);
        m_page->leave();
        QVERIFY(!pictures.lastLive);
        m_page->enter();
        QCOMPARE(pictures.opened[CameraId(0)], 2);
    }

    void aCameraThatIsOffSaysWhyAndHasNoStream()
    {
        show();
        turnOff(0, 11);
        QTRY_VERIFY(words().contains(QStringLiteral("not connected")));
        QVERIFY(words().contains(QStringLiteral("no picture")));
        QVERIFY(!pictures.lastLive);
        QVERIFY(!isUsable(CommandId::TakeSnapshot));
        service->publish("camera_status_update", 12, cameraMembers(0));
        QTRY_VERIFY(pictures.lastLive);
        QVERIFY(isUsable(CommandId::TakeSnapshot));
    }

    void whileTheConnectionIsLostNothingIsClaimed()
    {
        show();
        QVERIFY(isUsable(CommandId::StartRecording));
        service->refuses = true;
        service->drop();
        QTRY_VERIFY(reads(*m_page).contains(QStringLiteral("Not known: the connection is lost")));
        QVERIFY(!reads(*m_page).contains(QStringLiteral("640×360")));
        QVERIFY(!isUsable(CommandId::StartRecording));
        QVERIFY(!isUsable(CommandId::CopyStreamAddress));
        service->refuses = false;
        QTRY_VERIFY(reads(*m_page).contains(QStringLiteral("640×360")));
        QVERIFY(isUsable(CommandId::StartRecording));
    }

    void aViewerMayWatchAndCopyOnly()
    {
        show();
        QVERIFY(button(*m_page, QStringLiteral("Take a snapshot")));
        m_commands->setRole(Role::Viewer);
        QVERIFY(!button(*m_page, QStringLiteral("Take a snapshot")));
        QVERIFY(!button(*m_page, QStringLiteral("Start recording")));
        QVERIFY(!isUsable(CommandId::TakeSnapshot));
        QVERIFY(isUsable(CommandId::CopyStreamAddress));
    }

    void addressesAreShownWithoutTheirTokensAndCopiedWithThem()
    {
        show();
        const auto fields = m_page->findChildren<QLineEdit *>();
        QCOMPARE(fields.size(), 4);
        QTRY_COMPARE(fields.first()->text(), QStringLiteral("rtsp://h:8554/camera0"));
        for (const QLineEdit *field : fields)
            QVERIFY(!field->text().contains(QStringLiteral("SECRET")));
        QAbstractButton *copy = button(*m_page, QStringLiteral("Copy the RTSP address"));
        QVERIFY(copy);
        copy->setFocus();
        QTest::keyClick(copy, Qt::Key_Space);
        QTRY_COMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("rtsp://h:8554/camera0?token=SECRET"));
    }

    void itsOwnEventsAreListed()
    {
        show();
        const auto *table = m_page->findChild<QTableView *>();
        for (int camera = 0; camera < 2; ++camera)
            service->publish("camera.connected", 11 + camera,
                             quoted("'device':'camera") + QByteArray::number(camera)
                                 + quoted("','status':'CONNECTED','name':'Gate','reason':''"));
        QTRY_COMPARE(table->model()->rowCount(), 1);
        QCOMPARE(table->model()->index(0, EventLogModel::Text).data().toString(), QStringLiteral("Gate is connected"));
    }

    void aSnapshotThatFailsIsTold()
    {
        service->on("take_snapshot", ScriptedService::Handler([](const QJsonObject &) -> ScriptedService::Answer {
                        return ErrorObject{rpccode::PermissionDenied, QStringLiteral("denied"), {}};
                    }));
        show();
        QSignalSpy said(m_page.get(), &Page::said);
        m_commands->action(CommandId::TakeSnapshot)->trigger();
        QVERIFY(!isUsable(CommandId::TakeSnapshot));
        QTRY_COMPARE(said.size(), 1);
        QCOMPARE(said.first().first().toString(), QStringLiteral("No snapshot of Gate. You may not do that."));
        QTRY_VERIFY(isUsable(CommandId::TakeSnapshot));
    }

    void aCameraThatIsRemovedIsTold()
    {
        show();
        service->on("get_camera_status", ScriptedService::Handler([](const QJsonObject &) { return notFound(); }));
        service->publish("camera.disconnected", 11,
                         quoted("'device':'camera0','status':'DISCONNECTED','name':'Gate','reason':'x'"));
        QTRY_COMPARE(words(), QStringLiteral("This camera was removed, or you may not see it any more"));
        QVERIFY(!pictures.lastLive);
    }

    void backIsThereWhileThePageIs()
    {
        show();
        QSignalSpy left(m_page.get(), &CameraPage::left);
        QVERIFY(m_page->findChild<PictureView *>()->hasFocus());
        m_commands->action(CommandId::GoBack)->trigger();
        QCOMPARE(left.size(), 1);
        m_page->leave();
        QVERIFY(!isUsable(CommandId::GoBack));
    }
};

CS_WIDGET_TEST(TestCameraPage)
#include "tst_camerapage.moc"

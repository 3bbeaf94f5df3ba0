#include <QDir>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTableView>

#include "actions/commands.h"
#include "client/certificatepins.h"
#include "models/recordingdownloads.h"
#include "models/recordingmodel.h"
#include "pages/downloadlist.h"
#include "pages/recordingfilterbar.h"
#include "pages/recordingspage.h"
#include "unit/console_pages/pagefixture.h"
#include "unit/console_pages/roomcheck.h"
#include "widgets/confirmdialog.h"
#include "widgets/pictureview.h"

using namespace cs;

// The page of the recordings, on a scripted service with two that have ended and one that is being written.
class TestRecordingsPage : public PageFixture {
    Q_OBJECT

    static QByteArray row(int camera, int hour, const QByteArray &more)
    {
        return quoted("{'filename':'") + nameAt(camera, hour).toUtf8()
               + quoted(
                   "','file_size':1000,'modified_time':'2026-11-23T12:00:00.000Z','download_url':'','device':'camera")
               + QByteArray::number(camera) + "\"," + more + '}';
    }
    static QString nameAt(int camera, int hour)
    {
        return QStringLiteral("camera%1_2026-11-23_%2-00-00-000000.mp4").arg(camera).arg(hour, 2, 10, QLatin1Char('0'));
    }
    std::unique_ptr<RecordingsPage> makePage()
    {
        return std::make_unique<RecordingsPage>(*m_recordings, *cameras, *m_downloads, *m_commands, pictures);
    }
    void play()
    {
        QTest::keyClick(m_page->findChild<QTableView *>(), Qt::Key_Return);
        QTRY_VERIFY(pictures.lastRecording);
    }
    bool isUsable(CommandId id) const { return m_commands->action(id)->isEnabled(); }
    void trigger(CommandId id) { m_commands->action(id)->trigger(); }
    ConfirmDialog *question() const { return m_page->findChild<ConfirmDialog *>(); }

    std::unique_ptr<RecordingModel> m_recordings;
    std::unique_ptr<MemoryPins> m_pins;
    std::unique_ptr<RecordingDownloads> m_downloads;
    std::unique_ptr<Commands> m_commands;
    std::unique_ptr<RecordingsPage> m_page;

private Q_SLOTS:
    void init()
    {
        setUp();
        QVERIFY(startWith(2));
        service->on("list_recordings", quoted("{'files':[") + row(1, 11, quoted("'state':'recording'")) + ','
                                           + row(0, 10, quoted("'duration':60")) + ','
                                           + row(1, 9, quoted("'duration':60"))
                                           + quoted("],'total':3,'limit':100,'offset':0}"));
        service->on("get_recording_info", [](const QJsonObject &params) -> ScriptedService::Answer {
            return quoted("{'filename':'") + params.value("filename").toString().toUtf8()
                   + quoted("','file_size':1,'duration':60,'created_time':'2026-11-23T10:00:00.000Z','download_url':"
                            "'http://127.0.0.1:1/files/recordings/x?token=SECRET','device':'camera0','state':'ended'}");
        });
        m_recordings = std::make_unique<RecordingModel>(*session, *feed);
        m_pins = std::make_unique<MemoryPins>();
        m_downloads = std::make_unique<RecordingDownloads>(*m_recordings, *session, *m_pins);
        m_commands = std::make_unique<Commands>();
        m_commands->setRole(Role::Admin);
        m_page = makePage();
        m_page->resize(1000, 700);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        m_page->enter();
        QTRY_COMPARE(m_recordings->loadState(), LoadState::Ready);
        QTRY_VERIFY(!m_recordings->isStale());
    }
    void cleanup()
    {
        m_page.reset();
        m_commands.reset();
        m_downloads.reset();
        m_pins.reset();
        m_recordings.reset();
        endPage();
    }

    void oneIsChosenFromTheStartAndWhatIsBeingWrittenCanWait()
    {
        auto *table = m_page->findChild<QTableView *>();
        QVERIFY(table->hasFocus());
        QCOMPARE(table->currentIndex().row(), 0);
        QVERIFY(reads(*m_page).contains(nameAt(1, 11)));
        QVERIFY(!isUsable(CommandId::PlayRecording));
        QVERIFY(!isUsable(CommandId::DeleteRecording));
        QTest::keyClick(table, Qt::Key_Down);
        QVERIFY(reads(*m_page).contains(nameAt(0, 10)));
        QVERIFY(isUsable(CommandId::PlayRecording));
        QVERIFY(isUsable(CommandId::DownloadRecording));
        QVERIFY(isUsable(CommandId::DeleteRecording));
        QVERIFY(reads(*m_page).contains(QStringLiteral("3 recording")));
    }

    void nothingCoversAnythingWhereThereIsLittleRoom()
    {
        for (const QSize &size : {QSize(464, 400), QSize(700, 640), QSize(1000, 700)}) {
            m_page->resize(size.expandedTo(m_page->minimumSizeHint()));
            QVERIFY2(m_page->width() <= size.width() && m_page->height() <= size.height(),
                     qPrintable(QStringLiteral("%1x%2").arg(m_page->width()).arg(m_page->height())));
            QTRY_COMPARE(roomFaults(*m_page), QStringList());
            QVERIFY(m_page->findChild<QSlider *>()->width() >= 100);
        }
    }

    void homeAndEndGoToTheFirstAndTheLast()
    {
        auto *table = m_page->findChild<QTableView *>();
        QTest::keyClick(table, Qt::Key_End);
        QCOMPARE(table->currentIndex().row(), 2);
        QVERIFY(table->selectionModel()->isRowSelected(2));
        QTest::keyClick(table, Qt::Key_Home);
        QCOMPARE(table->currentIndex().row(), 0);
    }

    void columnsAreAsWideAsWhatIsInThem()
    {
        auto *table = m_page->findChild<QTableView *>();
        QFont large = table->font();
        large.setPointSize(large.pointSize() + 6);
        table->setFont(large);
        m_page->resize(1400, 700);
        const int column = RecordingModel::Time;
        QTRY_VERIFY(table->columnWidth(column)
                    >= table->fontMetrics().horizontalAdvance(table->model()->index(0, column).data().toString()));
    }

    void theChosenOneStaysChosenWhenTheListIsReadAnew()
    {
        auto *table = m_page->findChild<QTableView *>();
        QTest::keyClick(table, Qt::Key_Down);
        QSignalSpy reset(m_recordings.get(), &QAbstractItemModel::modelReset);
        m_page->reload();
        QTRY_COMPARE(reset.size(), 1);
        QCOMPARE(table->currentIndex().row(), 1);
        QVERIFY(reads(*m_page).contains(nameAt(0, 10)));
    }

    void returnPlaysTheChosenOneAndLeavingPausesIt()
    {
        auto *table = m_page->findChild<QTableView *>();
        QTest::keyClick(table, Qt::Key_Down);
        play();
        QCOMPARE(service->lastParams("get_recording_info").value("filename").toString(), nameAt(0, 10));
        QCOMPARE(pictures.lastRecording->opened.size(), 1);
        // The controls get the focus once they can be used.
        pictures.lastRecording->say(VideoSource::Live);
        QCOMPARE(QApplication::focusWidget()->accessibleName(), QStringLiteral("Pause"));
        m_page->leave();
        QCOMPARE(pictures.lastRecording->pauses.last(), true);
        QVERIFY(!isUsable(CommandId::PlayRecording));
    }

    void theControlsAreCommandsWhileSomethingPlays()
    {
        QTest::keyClick(m_page->findChild<QTableView *>(), Qt::Key_Down);
        QVERIFY(!isUsable(CommandId::PauseRecording));
        play();
        QVERIFY(!isUsable(CommandId::StepForward));
        pictures.lastRecording->say(VideoSource::Live);
        trigger(CommandId::PauseRecording);
        QCOMPARE(pictures.lastRecording->pauses, QList<bool>{true});
        trigger(CommandId::StepForward);
        trigger(CommandId::StepBack);
        QCOMPARE(pictures.lastRecording->steps, (QList<int>{1, -1}));
        m_page->leave();
        QVERIFY(!isUsable(CommandId::PauseRecording));
    }

    void oneThatCannotBePlayedIsTold()
    {
        service->on("get_recording_info", ScriptedService::Handler([](const QJsonObject &) { return notFound(); }));
        QSignalSpy said(m_page.get(), &Page::said);
        QTest::keyClick(m_page->findChild<QTableView *>(), Qt::Key_Down);
        trigger(CommandId::PlayRecording);
        QTRY_COMPARE(said.size(), 1);
        QCOMPARE(said.first().first().toString(),
                 nameAt(0, 10) + QStringLiteral(" cannot be played. That is not there any more."));
        QCOMPARE(m_page->findChild<PictureView *>()->words(), QStringLiteral("That is not there any more."));
    }

    void deletingNamesTheFileAndTakesAYes()
    {
        service->on("delete_recording", [](const QJsonObject &params) -> ScriptedService::Answer {
            return quoted("{'filename':'") + params.value("filename").toString().toUtf8()
                   + quoted("','deleted':true,'success':true,'message':'gone'}");
        });
        QTest::keyClick(m_page->findChild<QTableView *>(), Qt::Key_Down);
        play();
        trigger(CommandId::DeleteRecording);
        QVERIFY(question());
        QCOMPARE(question()->findChild<QListWidget *>()->item(0)->text(), nameAt(0, 10));
        // Return on what has the focus is the safe answer.
        QTest::keyClick(question()->findChild<QPushButton *>(), Qt::Key_Return);
        QTRY_VERIFY(!question());
        QCOMPARE(service->countOf("delete_recording"), 0);
        trigger(CommandId::DeleteRecording);
        button(*question(), QStringLiteral("Delete"))->click();
        QTRY_COMPARE(m_recordings->rowCount(), 2);
        QVERIFY(!pictures.lastRecording);
        QCOMPARE(m_recordings->rowOf(*FileName::parse(nameAt(0, 10))), -1);
    }

    void whoIsNoAdminMayNotDelete()
    {
        QTest::keyClick(m_page->findChild<QTableView *>(), Qt::Key_Down);
        QVERIFY(button(*m_page, QStringLiteral("Delete the recording")));
        for (const Role role : {Role::Operator, Role::Viewer}) {
            m_commands->setRole(role);
            QVERIFY(!button(*m_page, QStringLiteral("Delete the recording")));
            QVERIFY(!isUsable(CommandId::DeleteRecording));
            QVERIFY(isUsable(CommandId::PlayRecording));
            QVERIFY(isUsable(CommandId::DownloadRecording));
        }
    }

    void ofOneCameraOnlyItsOwnAreListed()
    {
        m_page->showCamera(CameraId(0));
        QTRY_COMPARE(m_recordings->rowCount(), 1);
        QTRY_VERIFY(reads(*m_page).contains(QStringLiteral("1 found")));
        QVERIFY(isUsable(CommandId::ClearFilter));
        trigger(CommandId::ClearFilter);
        QTRY_COMPARE(m_recordings->rowCount(), 3);
        QVERIFY(!isUsable(CommandId::ClearFilter));
    }

    void whileTheConnectionIsLostTheListIsCalledOld()
    {
        QTest::keyClick(m_page->findChild<QTableView *>(), Qt::Key_Down);
        service->refuses = true;
        service->drop();
        QTRY_VERIFY(reads(*m_page).contains(QStringLiteral("As last seen: the connection is lost")));
        QCOMPARE(m_recordings->rowCount(), 3);
        QVERIFY(!isUsable(CommandId::PlayRecording));
        QVERIFY(!isUsable(CommandId::DeleteRecording));
        service->refuses = false;
        QTRY_VERIFY(isUsable(CommandId::PlayRecording));
    }

    void nothingIsLeftForTheNextWhoSignsIn()
    {
        m_page->showCamera(CameraId(0));
        QTRY_COMPARE(m_recordings->rowCount(), 1);
        play();
        pictures.lastRecording->show(QImage(8, 8, QImage::Format_RGB32));
        m_downloads->start(*FileName::parse(nameAt(0, 10)), QDir::tempPath() + QStringLiteral("/unused.mp4"),
                           Overwrite::No);
        QCOMPARE(m_downloads->running(), 1);
        session->signOut();
        QVERIFY(!pictures.lastRecording);
        QVERIFY(m_page->findChild<PictureView *>()->picture().isNull());
        QVERIFY(m_page->findChild<RecordingFilterBar *>()->filter().isEmpty());
        QCOMPARE(m_downloads->running(), 0);
        QVERIFY(m_page->findChild<DownloadList *>()->isHidden());
    }

    void aPageMadeAnewShowsTheSameListAndDownloads()
    {
        m_page->showCamera(CameraId(0));
        QTRY_COMPARE(m_recordings->loadState(), LoadState::Ready);
        service->on("get_recording_info",
                    [](const QJsonObject &) -> ScriptedService::Answer { return ScriptedService::NoAnswer{}; });
        const FileName file = *FileName::parse(nameAt(0, 10));
        m_downloads->start(file, QDir::tempPath() + QStringLiteral("/unused.mp4"), Overwrite::No);
        m_page = makePage();
        m_page->show();
        QVERIFY(m_page->findChild<RecordingFilterBar *>()->filter() == m_recordings->filter());
        QVERIFY(!m_recordings->filter().isEmpty());
        auto *list = m_page->findChild<DownloadList *>();
        QVERIFY(!list->isHidden());
        button(*list, QStringLiteral("Stop the download of ") + file.toString())->click();
        QCOMPARE(m_downloads->running(), 0);
        QVERIFY(list->isHidden());
    }
};

CS_WIDGET_TEST(TestRecordingsPage)
#include "tst_recordingspage.moc"

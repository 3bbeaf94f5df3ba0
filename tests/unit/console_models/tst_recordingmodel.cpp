#include <QAbstractItemModelTester>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>

#include "models/recordingmodel.h"
#include "support/quoted.h"
#include "support/testprogram.h"
#include "support/waitfor.h"
#include "unit/console_models/modelfixture.h"

using namespace cs;

namespace {

FileName nameOf(const QString &text)
{
    return *FileName::parse(text);
}

}  // namespace

class TestRecordingModel : public ModelFixture {
    Q_OBJECT

    // Every hour one, newest first, camera0 and camera1 in turn.
    struct Archive {
        int count = 0;
        static QDateTime timeOf(int i)
        {
            return QDateTime(QDate(2026, 11, 23), QTime(12, 0), Qt::UTC).addSecs(-3600LL * i);
        }
        static QString fileOf(int i)
        {
            return QStringLiteral("camera%1_%2-000000.mp4").arg(i % 2).arg(timeOf(i).toString("yyyy-MM-dd_hh-mm-ss"));
        }
        QByteArray page(const QJsonObject &params) const
        {
            const int offset = params.value("offset").toInt();
            const int limit = params.value("limit").toInt();
            QJsonArray files;
            for (int i = offset; i < std::min(offset + limit, count); ++i) {
                files.append(QJsonObject{{"filename", fileOf(i)},
                                         {"file_size", 1000 + i},
                                         {"modified_time", timeOf(i).addSecs(60).toString(Qt::ISODateWithMs)},
                                         {"download_url", "http://h/x"},
                                         {"device", QStringLiteral("camera%1").arg(i % 2)},
                                         {"duration", 60.0}});
            }
            return QJsonDocument(QJsonObject{{"files", files}, {"total", count}, {"limit", limit}, {"offset", offset}})
                .toJson(QJsonDocument::Compact);
        }
    };

    bool isRead()
    {
        return QTest::qWaitFor([&] { return m_model->loadState() == LoadState::Ready; });
    }
    bool startWith(int count)
    {
        m_archive.count = count;
        service->on("list_recordings",
                    [this](const QJsonObject &params) -> ScriptedService::Answer { return m_archive.page(params); });
        m_model = std::make_unique<RecordingModel>(*session, *feed);
        m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get());
        return live() && isRead();
    }
    QString fileAt(int row) const { return m_model->index(row, 0).data(RecordingModel::FileRole).toString(); }

    Archive m_archive;
    std::unique_ptr<RecordingModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;

private Q_SLOTS:
    void init() { setUp(); }
    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
        tearDown();
    }

    void pagesAreReadAsTheViewAsks()
    {
        QVERIFY(startWith(250));
        QCOMPARE(m_model->rowCount(), 100);
        QVERIFY(m_model->canFetchMore({}));
        m_model->fetchMore({});
        QTRY_COMPARE(m_model->rowCount(), 200);
        m_model->fetchMore({});
        QTRY_COMPARE(m_model->rowCount(), 250);
        QTRY_VERIFY(!m_model->canFetchMore({}));
        QCOMPARE(m_model->total(), 250);
        QCOMPARE(fileAt(249), Archive::fileOf(249));
    }

    void newRecordingsWhileReadingNeitherDoubleNorHideOthers()
    {
        QVERIFY(startWith(150));
        // The whole list moves down by one.
        service->publish("recording.start", 11, recordingMembers(0, "camera0_2026-11-23_13-00-00-000000.mp4"));
        QTRY_COMPARE(m_model->rowCount(), 101);
        QCOMPARE(fileAt(0), QStringLiteral("camera0_2026-11-23_13-00-00-000000.mp4"));
        QVERIFY(m_model->index(0, 0).data(RecordingModel::IsRecordingRole).toBool());
        m_model->fetchMore({});
        QTRY_COMPARE(m_model->loadState(), LoadState::Ready);
        QTRY_VERIFY(m_model->rowCount() >= 150);
        QCOMPARE(m_model->rowOf(nameOf(Archive::fileOf(99))), 100);
    }

    void endOfARecordingIsTakenOver()
    {
        QVERIFY(startWith(1));
        const QByteArray file = "camera0_2026-11-23_13-00-00-000000.mp4";
        service->publish("recording.start", 11, recordingMembers(0, file));
        service->publish("recording.progress", 12, recordingMembers(0, file, 5, 5000));
        service->publish("recording.stop", 13, recordingMembers(0, file, 9.5, 9500));
        QTRY_COMPARE(m_model->index(0, 0).data(RecordingModel::DurationRole).toDouble(), 9.5);
        QCOMPARE(m_model->index(0, 0).data(RecordingModel::SizeRole).toLongLong(), 9500);
        QVERIFY(!m_model->index(0, 0).data(RecordingModel::IsRecordingRole).toBool());
        QCOMPARE(m_model->rowCount(), 2);
    }

    void filterOfACameraReadsOnUntilThereIsEnough()
    {
        QVERIFY(startWith(300));
        RecordingFilter filter;
        filter.device = CameraId(1);
        m_model->setFilter(filter);
        QVERIFY(isRead());
        QCOMPARE(m_model->rowCount(), 50);
        for (int row = 0; row < 50; ++row)
            QVERIFY(fileAt(row).startsWith(QLatin1String("camera1_")));
        service->publish("recording.start", 11, recordingMembers(0, "camera0_2026-11-23_13-00-00-000000.mp4"));
        settle();
        QCOMPARE(m_model->rowCount(), 50);
    }

    void filterThatNothingPassesReadsTheListInLargeParts()
    {
        QVERIFY(startWith(2000));
        // It fetches by itself.
        m_tester.reset();
        QVERIFY(isRead());
        const int before = service->countOf("list_recordings");
        RecordingFilter filter;
        filter.device = CameraId(7);
        m_model->setFilter(filter);
        QVERIFY(isRead());
        QCOMPARE(m_model->rowCount(), 0);
        QVERIFY(!m_model->canFetchMore({}));
        QVERIFY(service->countOf("list_recordings") - before <= 5);
    }

    void filterOfADayEndsTheReadingThere()
    {
        qputenv("TZ", "UTC");
        QVERIFY(startWith(2000));
        RecordingFilter filter;
        filter.day = QDate(2026, 11, 22);
        const int before = service->countOf("list_recordings");
        m_model->setFilter(filter);
        QVERIFY(isRead());
        QCOMPARE(m_model->rowCount(), 24);
        QVERIFY(!m_model->canFetchMore({}));
        QVERIFY(service->countOf("list_recordings") - before <= 2);
    }

    void deletedRecordingGoesWhenTheServiceHasDoneIt()
    {
        QVERIFY(startWith(3));
        service->on("delete_recording", [](const QJsonObject &params) -> ScriptedService::Answer {
            if (params.value("filename").toString() == Archive::fileOf(0))
                return ErrorObject{rpccode::PermissionDenied, QStringLiteral("no"), {}};
            return quoted("{'filename':'") + params.value("filename").toString().toUtf8()
                   + quoted("','deleted':true,'success':true,'message':'gone'}");
        });
        QVERIFY(!waitFor(m_model->remove(nameOf(Archive::fileOf(0)))).ok());
        QCOMPARE(m_model->rowCount(), 3);
        std::vector<std::pair<int, qint64>> counted;
        connect(m_model.get(), &QAbstractItemModel::rowsRemoved, this,
                [&] { counted.emplace_back(m_model->rowCount(), m_model->total()); });
        QVERIFY(waitFor(m_model->remove(nameOf(Archive::fileOf(1)))).ok());
        QCOMPARE(m_model->rowCount(), 2);
        QCOMPARE(counted, (std::vector<std::pair<int, qint64>>{{2, 2}}));
        QCOMPARE(m_model->rowOf(nameOf(Archive::fileOf(1))), -1);
    }

    void addressIsAskedForAtEachUse()
    {
        QVERIFY(startWith(1));
        QByteArray url = "http://192.0.2.7:8003/files/recordings/x?token=t";
        service->on("get_recording_info", [&url](const QJsonObject &params) -> ScriptedService::Answer {
            return quoted("{'filename':'") + params.value("filename").toString().toUtf8()
                   + quoted("','file_size':1,'duration':1,'created_time':'2026-11-23T10:00:00.000Z','download_url':'")
                   + url + quoted("','device':'camera0','state':'ended'}");
        });
        const auto good = waitFor(m_model->downloadUrl(nameOf(Archive::fileOf(0))));
        QVERIFY(good.ok());
        QCOMPARE(good->port(), 8003);
        url = "file:///etc/passwd";
        QVERIFY(!waitFor(m_model->downloadUrl(nameOf(Archive::fileOf(0)))).ok());
    }

    void failedReadingIsTold()
    {
        QVERIFY(startWith(3));
        service->on("list_recordings", [](const QJsonObject &) -> ScriptedService::Answer {
            return ErrorObject{rpccode::DependencyFailed, QStringLiteral("disk"), {{"dependency", "storage"}}};
        });
        m_model->reload();
        QTRY_COMPARE(m_model->loadState(), LoadState::Failed);
        QCOMPARE(m_model->rowCount(), 3);
    }

    void pendingDeletionIsAnsweredWhenTheModelGoes()
    {
        QVERIFY(startWith(1));
        service->on("delete_recording",
                    [](const QJsonObject &) -> ScriptedService::Answer { return ScriptedService::NoAnswer{}; });
        const auto answer = m_model->remove(nameOf(Archive::fileOf(0)));
        m_tester.reset();
        m_model.reset();
        QVERIFY(answer.isFinished());
        QVERIFY(!resultOf(answer).ok());
    }
};

CS_TEST(TestRecordingModel)
#include "tst_recordingmodel.moc"

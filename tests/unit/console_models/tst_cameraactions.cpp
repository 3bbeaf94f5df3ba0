#include <QSignalSpy>

#include "client/trouble.h"
#include "models/cameraactions.h"
#include "models/words.h"
#include "support/testprogram.h"
#include "support/waitfor.h"
#include "unit/console_models/modelfixture.h"

using namespace cs;

class TestCameraActions : public ModelFixture {
    Q_OBJECT
private Q_SLOTS:
    void init() { setUp(); }
    void cleanup() { tearDown(); }

    void snapshotIsTakenOnceAndTold()
    {
        service->on(
            "take_snapshot",
            R"({"device":"camera0","filename":"s.jpg","status":"SUCCESS","timestamp":"2026-11-23T10:00:00.000Z",)"
            R"("file_size":1,"file_path":"s.jpg","resolution":"640x360","download_url":"http:"})");
        QVERIFY(live());
        CameraActions actions(*session);
        QSignalSpy taken(&actions, &CameraActions::snapshotTaken);
        actions.takeSnapshot(CameraId(0));
        QVERIFY(actions.isBusy(CameraId(0), CameraActions::Action::Snapshot));
        actions.takeSnapshot(CameraId(0));
        QVERIFY(taken.wait());
        QCOMPARE(service->countOf("take_snapshot"), 1);
        QVERIFY(!actions.isBusy(CameraId(0), CameraActions::Action::Snapshot));
    }

    void recordingIsStartedAndStopped()
    {
        service->on(
            "start_recording",
            R"({"device":"camera0","filename":"r.mp4","status":"RECORDING","start_time":"2026-11-23T10:00:00.000Z",)"
            R"("format":"fmp4"})");
        service->on(
            "stop_recording",
            R"({"device":"camera0","filename":"r.mp4","status":"STOPPED","start_time":"2026-11-23T10:00:00.000Z",)"
            R"("end_time":"2026-11-23T10:00:05.000Z","duration":5,"file_size":9,"format":"fmp4"})");
        QVERIFY(live());
        CameraActions actions(*session);
        QSignalSpy started(&actions, &CameraActions::recordingStarted);
        QSignalSpy stopped(&actions, &CameraActions::recordingStopped);
        actions.startRecording(CameraId(0), std::chrono::seconds(5));
        QVERIFY(started.wait());
        QCOMPARE(service->lastParams("start_recording").value("duration").toInt(), 5);
        actions.stopRecording(CameraId(0));
        QVERIFY(stopped.wait());
    }

    void failureIsToldWithWords()
    {
        service->on("take_snapshot", [](const QJsonObject &) -> ScriptedService::Answer {
            return ErrorObject{rpccode::PermissionDenied, QStringLiteral("permission denied"), {}};
        });
        QVERIFY(live());
        CameraActions actions(*session);
        QSignalSpy failed(&actions, &CameraActions::failed);
        actions.takeSnapshot(CameraId(0));
        QVERIFY(failed.wait());
        QCOMPARE(wordsFor(failed.at(0).at(2).value<Error>()), QStringLiteral("You may not do that."));
    }

    void liveAddressIsAnRtspAddress()
    {
        QByteArray url = "rtsp:\\/\\/192.0.2.7:8554\\/camera0?token=t";
        service->on("get_stream_url", [&url](const QJsonObject &) -> ScriptedService::Answer {
            return R"({"device":"camera0","stream_name":"camera0","stream_url":")" + url
                   + R"(","available":true,"active_consumers":0,"stream_status":"READY",)"
                     R"("streams":{"rtsp":"","hls":"","webrtc":""},"web_page":"","expires_at":"2026-11-23T10:00:00.000Z"})";
        });
        QVERIFY(live());
        CameraActions actions(*session);
        const auto good = waitFor(actions.liveUrl(CameraId(0)));
        QVERIFY(good.ok());
        QCOMPARE(good->query(), QStringLiteral("token=t"));
        url = "file:\\/\\/\\/etc\\/passwd";
        QVERIFY(!waitFor(actions.liveUrl(CameraId(0))).ok());
    }

    void everyFailureHasWords()
    {
        for (int code = 0; code <= static_cast<int>(ErrorCode::Cancelled); ++code)
            QVERIFY(!wordsFor(Error{static_cast<ErrorCode>(code), QStringLiteral("m"), {}}).isEmpty());
        for (int trouble = 0; trouble <= static_cast<int>(Trouble::Cancelled); ++trouble)
            QVERIFY(!wordsFor(withTrouble(Error::internal("m"), static_cast<Trouble>(trouble))).isEmpty());
        for (int store = 0; store <= static_cast<int>(StoreTrouble::Other); ++store)
            QVERIFY(!wordsFor(storeError(static_cast<StoreTrouble>(store))).isEmpty());
        QCOMPARE(durationWords(65), QStringLiteral("1:05"));
        QCOMPARE(durationWords(3723), QStringLiteral("1:02:03"));
        QCOMPARE(durationWords(-1), QString());
    }
};

CS_TEST(TestCameraActions)
#include "tst_cameraactions.moc"

#include <QJsonArray>
#include <QJsonDocument>

#include "support/testprogram.h"
#include "unit/client/cannedanswers.h"
#include "unit/client/fakeservice.h"
#include "unit/client/programrun.h"

using namespace cs;

// What runs for a while: recordings and events. The real program against a fake service.
class TstCameraCtlStreams : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<FakeService> m_service;
    std::unique_ptr<ProgramRun> m_run;
    // What get_recording_info says.
    QByteArray m_state;
    QByteArray m_cause;

    void start(const QStringList &arguments, ProgramRun::On on = ProgramRun::On::Pipes)
    {
        m_run = std::make_unique<ProgramRun>(on);
        m_run->start(QStringList{QStringLiteral("--socket"), m_service->socketPath()} + arguments);
    }
    void endRecording(const QByteArray &cause)
    {
        m_state = "ended";
        m_cause = cause;
        m_service->notify(QStringLiteral("recording_status_update"), canned::recordingUpdate());
    }
    bool isRecording()
    {
        return QTest::qWaitFor([this] { return m_service->countOf(QStringLiteral("start_recording")) == 1; }, 20000);
    }

private Q_SLOTS:
    void init()
    {
        m_service = std::make_unique<FakeService>();
        m_state = "recording";
        m_cause.clear();
        m_service->on(QStringLiteral("subscribe_events"), canned::subscribed(0));
        m_service->on(QStringLiteral("start_recording"), canned::startedRecording());
        m_service->on(QStringLiteral("get_recording_info"), [this](const QJsonObject &) {
            return canned::recordingInfo(m_state, m_cause, QUrl(QStringLiteral("http://h/")));
        });
        m_service->on(QStringLiteral("stop_recording"), [this](const QJsonObject &) {
            m_state = "ended";
            m_cause = "requested";
            return canned::stoppedRecording();
        });
    }
    void cleanup()
    {
        m_run.reset();
        m_service.reset();
    }

    void timedRecordingIsAwaited()
    {
        start({"record", "camera0", "--for", "10s"});
        QVERIFY(isRecording());
        QCOMPARE(m_service->lastParams(QStringLiteral("start_recording")).value(QLatin1String("duration")).toInt(), 10);
        endRecording("duration");
        QVERIFY(m_run->waitForEnd());
        QCOMPARE(m_run->exitCode(), 0);
        QCOMPARE(m_run->out, QByteArray("x.mp4  10.0 s  1.5 MB\n"));
        QCOMPARE(m_run->err, QByteArray("recording camera0 for 0:10: x.mp4\n"));
        QCOMPARE(m_service->countOf(QStringLiteral("stop_recording")), 0);
    }

    void endIsFoundWithoutAnEvent()
    {
        m_service->on(QStringLiteral("subscribe_events"), [](const QJsonObject &) {
            return ErrorObject{-32603, QStringLiteral("no"), {}};
        });
        start({"record", "camera0", "--for", "1s", "--json"});
        QVERIFY(isRecording());
        m_state = "ended";
        QVERIFY(m_run->waitForEnd());
        QCOMPARE(m_run->exitCode(), 0);
        QCOMPARE(QJsonDocument::fromJson(m_run->out).object().value(QLatin1String("duration")).toDouble(), 10.04);
    }

    void interruptEndsTheRecordingCleanly()
    {
        start({"record", "camera0"});
        QTRY_VERIFY_WITH_TIMEOUT(m_run->err.contains("until Ctrl-C"), 20000);
        m_run->interrupt();
        QVERIFY(m_run->waitForEnd());
        QCOMPARE(m_run->exitCode(), 0);
        QCOMPARE(m_service->countOf(QStringLiteral("stop_recording")), 1);
        QCOMPARE(m_run->out, QByteArray("x.mp4  10.0 s  1.5 MB\n"));
    }

    void secondInterruptEndsTheProgram()
    {
        m_service->on(QStringLiteral("stop_recording"), [](const QJsonObject &) { return FakeService::NoAnswer{}; });
        start({"record", "camera0"});
        QTRY_VERIFY_WITH_TIMEOUT(m_run->err.contains("until Ctrl-C"), 20000);
        m_run->interrupt();
        QTRY_COMPARE(m_service->countOf(QStringLiteral("stop_recording")), 1);
        m_run->interrupt();
        QVERIFY(m_run->waitForEnd());
        QCOMPARE(m_run->exitCode(), 130);
        QVERIFY(m_run->err.contains("may still be going on"));
    }

    void interruptMeetsTheRecordingsOwnEnd()
    {
        m_service->on(QStringLiteral("stop_recording"), [this](const QJsonObject &) {
            m_state = "ended";
            return ErrorObject{-32020, QStringLiteral("camera0 is not recording"), {}};
        });
        start({"record", "camera0", "--for", "10s"});
        QTRY_VERIFY_WITH_TIMEOUT(m_run->err.contains("for 0:10"), 20000);
        m_run->interrupt();
        QVERIFY(m_run->waitForEnd());
        QCOMPARE(m_run->exitCode(), 0);
    }

    void recordingThatWasCutOffExitsWith1()
    {
        start({"record", "camera0", "--for", "10s"});
        QVERIFY(isRecording());
        endRecording("camera_lost");
        QVERIFY(m_run->waitForEnd());
        QCOMPARE(m_run->exitCode(), 1);
        QCOMPARE(m_run->out, QByteArray("x.mp4  10.0 s  1.5 MB\n"));
        QVERIFY2(m_run->err.contains("the camera was lost; what was recorded until then is kept"),
                 m_run->err.constData());
    }

    void recordingOutlivesALostConnection()
    {
        start({"record", "camera0", "--for", "10s"});
        QTRY_VERIFY_WITH_TIMEOUT(m_run->err.contains("for 0:10"), 20000);
        m_service->dropConnections();
        QTRY_COMPARE_WITH_TIMEOUT(m_service->connectionsSoFar(), 2, 20000);
        m_state = "ended";
        QVERIFY(m_run->waitForEnd());
        QCOMPARE(m_run->exitCode(), 0);
        QVERIFY(m_run->err.contains("closed the connection"));
        QCOMPARE(m_service->countOf(QStringLiteral("start_recording")), 1);
    }

    void recordingShowsProgressOnATerminal()
    {
        start({"record", "camera0", "--for", "10s"}, ProgramRun::On::Terminal);
        QTRY_VERIFY_WITH_TIMEOUT(m_run->out.contains("camera0  recording 0:00 of 0:10  0 B"), 20000);
        QTRY_VERIFY_WITH_TIMEOUT(m_run->out.contains("of 0:10  1.5 MB"), 20000);
        endRecording("duration");
        QVERIFY(m_run->waitForEnd());
        QVERIFY(m_run->out.endsWith("\r\033[Kx.mp4  10.0 s  1.5 MB\r\n"));
    }

    void eventsAreLinesAndEachComesOnce()
    {
        start({"events", "--count", "2"});
        QTRY_COMPARE_WITH_TIMEOUT(m_service->countOf(QStringLiteral("subscribe_events")), 1, 20000);
        const QJsonArray topics =
            m_service->lastParams(QStringLiteral("subscribe_events")).value(QLatin1String("topics")).toArray();
        QVERIFY(topics.contains(QStringLiteral("camera.connected")));
        QVERIFY(!topics.contains(QStringLiteral("recording.progress"))
                && !topics.contains(QStringLiteral("camera_status_update")));
        m_service->notify(QStringLiteral("camera.connected"),
                          R"({"device":"camera0","name":"a\u001b b","seq":7,"timestamp":"2026-11-23T02:21:44.912Z"})");
        m_service->notify(QStringLiteral("camera.status_change"),
                          R"({"device":"camera0","status":"CONNECTED","seq":7})");
        m_service->notify(QStringLiteral("snapshot.taken"), R"({"device":"camera0","filename":"s.jpg","seq":8})");
        QVERIFY(m_run->waitForEnd());
        QCOMPARE(m_run->exitCode(), 0);
        const QList<QByteArray> lines = m_run->out.split('\n');
        QCOMPARE(lines.size(), 3);
        QVERIFY2(lines.at(0).contains("44.912  camera.connected        camera0   name=\"a\uFFFD b\""),
                 lines.at(0).constData());
        QVERIFY2(lines.at(1).contains("snapshot.taken          camera0   filename=s.jpg"), lines.at(1).constData());
    }

    void eventsCanBeRaw()
    {
        start({"events", "camera.connected", "--json", "--count", "1", "--camera", "camera3"});
        QTRY_COMPARE_WITH_TIMEOUT(m_service->countOf(QStringLiteral("subscribe_events")), 1, 20000);
        QCOMPARE(
            m_service->lastParams(QStringLiteral("subscribe_events")),
            (QJsonObject{{"topics", QJsonArray{"camera.connected"}}, {"filters", QJsonObject{{"device", "camera3"}}}}));
        m_service->notify(QStringLiteral("camera.connected"), R"({"device":"camera3","n":1.50})");
        QVERIFY(m_run->waitForEnd());
        const QByteArray expected = R"({"method":"camera.connected","params":{"device":"camera3","n":1.50}})";
        QCOMPARE(m_run->out, expected + '\n');
    }

    void unknownTopicIsRefused()
    {
        m_service->on(QStringLiteral("subscribe_events"), [](const QJsonObject &) {
            return ErrorObject{-32602,
                               QStringLiteral("invalid parameter 'topics.0': unknown topic"),
                               {{"hint", "did you mean camera.connected?"}}};
        });
        start({"events", "camera.conected"});
        QVERIFY(m_run->waitForEnd());
        QCOMPARE(m_run->exitCode(), 1);
        QVERIFY(m_run->err.contains("did you mean camera.connected?"));
    }

    void eventsGoOnFromANumberAndSayWhatIsMissing()
    {
        m_service->on(QStringLiteral("subscribe_events"), [](const QJsonObject &) {
            return canned::subscribed(9).replace("\"resync_required\":false", "\"resync_required\":true");
        });
        start({"events", "--since", "5", "--count", "1"});
        QTRY_COMPARE_WITH_TIMEOUT(m_service->countOf(QStringLiteral("subscribe_events")), 1, 20000);
        QCOMPARE(m_service->lastParams(QStringLiteral("subscribe_events")).value(QLatin1String("since_seq")).toInt(),
                 5);
        QTRY_VERIFY2(m_run->err.contains("events up to number 9 were missed"), m_run->err.constData());
        m_service->notify(QStringLiteral("events.resync"), R"({"from_seq":9,"last_seq":12})");
        QTRY_VERIFY2(m_run->err.contains("up to number 12 were left out"), m_run->err.constData());
        // No event, and not counted as one.
        m_service->notify(QStringLiteral("session.rights_changed"), R"({"session_id":"s1"})");
        m_service->notify(QStringLiteral("camera.connected"), R"({"device":"camera0","seq":13})");
        QVERIFY(m_run->waitForEnd());
        QCOMPARE(m_run->exitCode(), 0);
        QCOMPARE(m_run->out.count('\n'), 1);
        QVERIFY(m_run->out.contains("camera.connected"));
    }

    void eventsEndWithTheConnection()
    {
        start({"events"});
        QTRY_COMPARE_WITH_TIMEOUT(m_service->countOf(QStringLiteral("subscribe_events")), 1, 20000);
        m_service->dropConnections();
        QVERIFY(m_run->waitForEnd());
        QCOMPARE(m_run->exitCode(), 3);
        QCOMPARE(m_run->err.count('\n'), 1);
    }

    void followedEventsGoOnAfterALossSignedInAgain()
    {
        m_service->requireToken(QStringLiteral("good"));
        m_run = std::make_unique<ProgramRun>();
        m_run->setVariable(QStringLiteral("CAMERA_SERVICE_TOKEN"), QStringLiteral("good"));
        m_run->start({"--url", m_service->url().toString(), "events", "--follow", "--count", "2"});
        QTRY_COMPARE_WITH_TIMEOUT(m_service->countOf(QStringLiteral("subscribe_events")), 1, 20000);
        m_service->notify(QStringLiteral("camera.connected"), R"({"device":"camera0","seq":7})");
        QTRY_VERIFY(m_run->out.contains("camera.connected"));
        m_service->on(QStringLiteral("subscribe_events"), canned::subscribed(9));
        m_service->dropConnections();
        QTRY_COMPARE_WITH_TIMEOUT(m_service->countOf(QStringLiteral("subscribe_events")), 2, 20000);
        QCOMPARE(m_service->countOf(QStringLiteral("authenticate")), 2);
        const QJsonObject again = m_service->lastParams(QStringLiteral("subscribe_events"));
        QCOMPARE(again.value(QLatin1String("since_seq")).toInt(), 7);
        QCOMPARE(again.value(QLatin1String("since_epoch")).toString(), QStringLiteral("e1"));
        m_service->notify(QStringLiteral("camera.disconnected"), R"({"device":"camera0","seq":10})");
        QVERIFY(m_run->waitForEnd());
        QCOMPARE(m_run->exitCode(), 0);
        QVERIFY(m_run->out.contains("camera.disconnected"));
    }
};

CS_TEST(TstCameraCtlStreams)
#include "tst_cameractlstreams.moc"

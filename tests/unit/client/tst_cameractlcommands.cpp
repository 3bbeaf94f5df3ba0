#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include "support/testprogram.h"
#include "unit/client/cannedanswers.h"
#include "unit/client/fakefiles.h"
#include "unit/client/fakeservice.h"
#include "unit/client/programrun.h"

using namespace cs;

// Each command of the real program once in each form; the service is a fake.
class TstCameraCtlCommands : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<FakeService> m_service;
    std::unique_ptr<FakeFiles> m_files;
    std::unique_ptr<ProgramRun> m_run;

    int run(const QStringList &arguments, const QByteArray &input = {}, ProgramRun::On on = ProgramRun::On::Pipes)
    {
        m_run = std::make_unique<ProgramRun>(on);
        m_run->start(QStringList{QStringLiteral("--socket"), m_service->socketPath()} + arguments, input);
        m_run->waitForEnd();
        return m_run->exitCode();
    }
    QJsonObject json() const { return QJsonDocument::fromJson(m_run->out).object(); }
    QByteArray saved(const QString &name) const
    {
        QFile file(m_run->folder() + u'/' + name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(nothing)");
    }
    void offerRecording()
    {
        m_service->on(QStringLiteral("get_recording_info"), canned::recordingInfo("ended", {}, m_files->url()));
    }

private Q_SLOTS:
    void init()
    {
        m_service = std::make_unique<FakeService>();
        m_files = std::make_unique<FakeFiles>();
    }
    void cleanup()
    {
        m_run.reset();
        m_service.reset();
        m_files.reset();
    }

    void camerasStandInATable()
    {
        m_service->on(QStringLiteral("get_camera_list"), canned::cameraList());
        QCOMPARE(run({"camera", "list"}), 0);
        QCOMPARE(
            m_run->out,
            QByteArray(
                "CAMERA    NAME       STATUS                           SIZE      FPS  RTSP\n"
                "camera0   玄関       CONNECTED                        1280x720   25  rtsp://h:8554/camera0\n"
                "camera12  \uFFFD[31mGate  DISCONNECTED (no bytes for 4 s)  0x0         0  rtsp://h:8554/camera12\n"));
        QCOMPARE(run({"camera", "list", "--json"}), 0);
        QCOMPARE(json().value(QLatin1String("total")).toInt(), 2);
        QCOMPARE(m_run->out.count('\n'), 1);
    }

    void coloursAppearOnATerminalOnly()
    {
        m_service->on(QStringLiteral("get_camera_list"), canned::cameraList());
        QCOMPARE(run({"camera", "list"}, {}, ProgramRun::On::Terminal), 0);
        QVERIFY(m_run->out.contains("\033[32mCONNECTED\033[0m"));
        QVERIFY(!m_run->out.contains("\033[31mGate"));
        m_run = std::make_unique<ProgramRun>(ProgramRun::On::Terminal);
        m_run->setVariable(QStringLiteral("NO_COLOR"), QStringLiteral("1"));
        m_run->start({"--socket", m_service->socketPath(), "camera", "list"});
        QVERIFY(m_run->waitForEnd());
        QVERIFY(m_run->out.contains("CONNECTED"));
        QVERIFY(!m_run->out.contains('\033'));
    }

    void cameraIsAddedWithAPasswordFromTheInput()
    {
        m_service->on(QStringLiteral("add_external_stream"), canned::addedStream());
        QCOMPARE(run({"camera", "add", "rtsp://h:554/s?x=1", "--name", "Gate", "--user", "ann", "--password-file", "-"},
                     "p@ss:/ %41\n"),
                 0);
        QCOMPARE(m_run->out, QByteArray("camera2\n"));
        QCOMPARE(m_service->lastParams(QStringLiteral("add_external_stream")),
                 (QJsonObject{{"stream_url", "rtsp://ann:p%40ss%3A%2F%20%2541@h:554/s?x=1"},
                              {"stream_name", "Gate"},
                              {"stream_type", "generic_rtsp"}}));
        QCOMPARE(m_run->err, QByteArray());
        QCOMPARE(run({"camera", "add", "rtsp://u:p@h/s", "--name", "Gate"}), 0);
        QVERIFY(m_run->err.contains("other users can read a password in a command line"));
        QCOMPARE(
            m_service->lastParams(QStringLiteral("add_external_stream")).value(QLatin1String("stream_url")).toString(),
            QStringLiteral("rtsp://u:p@h/s"));
    }

    void passwordIsAskedForUnseen()
    {
        m_service->on(QStringLiteral("add_external_stream"), [](const QJsonObject &) {
            return ErrorObject{-32020, QStringLiteral("exists"), {}};
        });
        m_run = std::make_unique<ProgramRun>(ProgramRun::On::Terminal);
        m_run->start({"--socket", m_service->socketPath(), "camera", "add", "rtsp://h/s", "--name", "G", "--user",
                      "ann", "--ask-password"});
        QTRY_VERIFY(m_run->out.contains("Password of the camera: "));
        m_run->type("hidden\n");
        QVERIFY(m_run->waitForEnd());
        QCOMPARE(m_run->exitCode(), 1);
        QVERIFY(!m_run->out.contains("hidden"));
        QCOMPARE(
            m_service->lastParams(QStringLiteral("add_external_stream")).value(QLatin1String("stream_url")).toString(),
            QStringLiteral("rtsp://ann:hidden@h/s"));
    }

    void askedForPasswordCanBeRefused()
    {
        m_run = std::make_unique<ProgramRun>(ProgramRun::On::Terminal);
        m_run->start({"--socket", m_service->socketPath(), "camera", "add", "rtsp://h/s", "--name", "G", "--user",
                      "ann", "--ask-password"});
        QTRY_VERIFY(m_run->out.contains("Password of the camera: "));
        m_run->type("hid\003");
        QVERIFY(m_run->waitForEnd());
        QCOMPARE(m_run->exitCode(), 130);
        QCOMPARE(m_service->connectionsSoFar(), 0);
    }

    void cameraIsRemovedByItsId()
    {
        m_service->on(QStringLiteral("get_external_streams"), canned::externalStreams());
        m_service->on(QStringLiteral("remove_external_stream"), canned::removedStream());
        QCOMPARE(run({"camera", "rm", "camera2"}), 0);
        QCOMPARE(m_service->lastParams(QStringLiteral("remove_external_stream")),
                 (QJsonObject{{"stream_url", "rtsp://h/s"}}));
        QCOMPARE(run({"camera", "rm", "camera0"}), 1);
        QVERIFY2(m_run->err.contains("camera0 is no camera that was added"), m_run->err.constData());
    }

    void snapshotIsTakenAndFetched()
    {
        m_service->on(QStringLiteral("take_snapshot"), canned::snapshot(m_files->url()));
        QCOMPARE(run({"snapshot", "camera0"}), 0);
        QCOMPARE(m_run->out, QByteArray("s.jpg  1280x720  10 B\n"));
        QCOMPARE(saved(QStringLiteral("s.jpg")), m_files->content);
        QCOMPARE(run({"snapshot", "camera0", "-o", "door.jpg", "--json"}), 0);
        QCOMPARE(json().value(QLatin1String("saved_as")).toString(), QStringLiteral("door.jpg"));
        QCOMPARE(saved(QStringLiteral("door.jpg")), m_files->content);
        QCOMPARE(run({"snapshot", "camera0", "--name", "n.jpg", "--no-download"}), 0);
        QCOMPARE(m_service->lastParams(QStringLiteral("take_snapshot")).value(QLatin1String("filename")).toString(),
                 QStringLiteral("n.jpg"));
        QCOMPARE(saved(QStringLiteral("s.jpg")), QByteArray("(nothing)"));
    }

    void recordingsStandInATable()
    {
        m_service->on(QStringLiteral("list_recordings"), [](const QJsonObject &) { return canned::files(0, 2, 7); });
        QCOMPARE(run({"recording", "list", "--limit", "2"}), 0);
        const QList<QByteArray> lines = m_run->out.split('\n');
        QVERIFY(lines.at(0).startsWith("FILE    CAMERA   TIME"));
        QVERIFY2(lines.at(1).endsWith("recording  1.5 kB"), lines.at(1).constData());
        QVERIFY2(lines.at(2).endsWith("10.0 s  1.5 kB"), lines.at(2).constData());
        QVERIFY(!m_run->out.contains("SECRET"));
        QCOMPARE(m_run->err, QByteArray("2 of 7; --all shows every one.\n"));
    }

    void allPagesAreJoined()
    {
        m_service->on(QStringLiteral("list_snapshots"), [](const QJsonObject &params) {
            const qint64 offset = params.value(QLatin1String("offset")).toInteger();
            return canned::files(offset, std::min<qint64>(1000, 2500 - offset), 2500);
        });
        QCOMPARE(run({"snapshots", "list", "--all", "--json"}), 0);
        QCOMPARE(json().value(QLatin1String("files")).toArray().size(), 2500);
        QCOMPARE(json().value(QLatin1String("offset")).toInt(-1), 0);
        QCOMPARE(m_service->countOf(QStringLiteral("list_snapshots")), 3);
    }

    void emptyListIsSaid()
    {
        m_service->on(QStringLiteral("list_recordings"), canned::files(0, 0, 0));
        QCOMPARE(run({"recording", "list"}), 0);
        QCOMPARE(m_run->out, QByteArray());
        QCOMPARE(m_run->err, QByteArray("There are none yet.\n"));
    }

    void recordingIsFetchedAndNeverOverwritten()
    {
        offerRecording();
        QCOMPARE(run({"recording", "get", "x.mp4", "-o", m_service->folder()}), 0);
        QCOMPARE(m_run->out, (m_service->folder() + QStringLiteral("/x.mp4  10 B\n")).toUtf8());
        QCOMPARE(run({"recording", "get", "x.mp4", "-o", m_service->folder()}), 1);
        QVERIFY2(m_run->err.contains("--force"), m_run->err.constData());
        QCOMPARE(run({"recording", "get", "x.mp4", "-o", m_service->folder(), "--force", "--json"}), 0);
        QCOMPARE(json().value(QLatin1String("bytes")).toInt(), 10);
    }

    void brokenDownloadSaysHowToGoOn()
    {
        offerRecording();
        m_files->breakAfter = 3;
        const QStringList get{"recording", "get", "x.mp4", "-o", m_service->folder() + QStringLiteral("/y.mp4")};
        QCOMPARE(run(get), 3);
        QVERIFY2(m_run->err.contains("goes on from there"), m_run->err.constData());
        QVERIFY(!m_run->err.contains("SECRET"));
        m_files->breakAfter = -1;
        QCOMPARE(run(get), 0);
        QCOMPARE(headerOf(m_files->requests.last(), "Range"), QByteArray("bytes=3-"));
    }

    void downloadShowsProgressOnATerminal()
    {
        offerRecording();
        QCOMPARE(run({"recording", "get", "x.mp4"}, {}, ProgramRun::On::Terminal), 0);
        QVERIFY2(m_run->out.contains("x.mp4  [") && m_run->out.contains("%"), m_run->out.constData());
        QVERIFY(m_run->out.endsWith("x.mp4  10 B\r\n"));
    }

    void oneFileThatStaysDoesNotKeepTheOthers()
    {
        m_service->on(QStringLiteral("delete_recording"), [](const QJsonObject &params) -> FakeService::Answer {
            const QString name = params.value(QLatin1String("filename")).toString();
            if (name == QLatin1String("b.mp4"))
                return ErrorObject{-32010, QStringLiteral("no such recording: b.mp4"), {{"resource", "recording"}}};
            return canned::deleted(name.toUtf8());
        });
        QCOMPARE(run({"recording", "rm", "a.mp4", "b.mp4", "c.mp4"}), 1);
        QCOMPARE(m_run->out, QByteArray("deleted a.mp4\ndeleted c.mp4\n"));
        QVERIFY2(m_run->err.startsWith("cameractl: no such recording: b.mp4; 'cameractl recording list'"),
                 m_run->err.constData());
        QCOMPARE(run({"recording", "rm", "a.mp4", "--json"}), 0);
        QCOMPARE(QJsonDocument::fromJson(m_run->out).array().size(), 1);
    }

    void statusLeavesOutWhatOneMayNotKnow()
    {
        m_service->on(QStringLiteral("get_server_info"), canned::serverInfo());
        m_service->on(QStringLiteral("get_system_status"), canned::systemStatus());
        m_service->on(QStringLiteral("get_camera_list"), canned::cameraList());
        const auto deny = [](const QJsonObject &) {
            return ErrorObject{-32002, QStringLiteral("permission denied"), {}};
        };
        m_service->on(QStringLiteral("get_status"), deny);
        m_service->on(QStringLiteral("get_storage_info"), deny);
        QCOMPARE(run({"status"}), 0);
        QVERIFY(m_run->out.contains("Cameras      1 of 2 connected\n"));
        QVERIFY(!m_run->out.contains("Storage"));
        m_service->on(QStringLiteral("get_status"), canned::health());
        m_service->on(QStringLiteral("get_storage_info"), canned::storage());
        QCOMPARE(run({"status"}), 0);
        QVERIFY(m_run->out.contains("Running for  1 h 2 min\n"));
        QVERIFY2(m_run->out.contains("Storage      1.0 GB free of 2.0 GB (LOW); recordings 1.5 kB, snapshots 0 B\n"),
                 m_run->out.constData());
        QCOMPARE(run({"status", "--json"}), 0);
        QCOMPARE(json().value(QLatin1String("health")).toObject().value(QLatin1String("status")).toString(),
                 QStringLiteral("HEALTHY"));
    }
};

CS_TEST(TstCameraCtlCommands)
#include "tst_cameractlcommands.moc"

#include <unistd.h>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include "cli/command.h"
#include "cli/commandtable.h"
#include "cli/help.h"
#include "support/testprogram.h"
#include "unit/client/cannedanswers.h"
#include "unit/client/fakeservice.h"
#include "unit/client/programrun.h"

using namespace cs;

// Runs the real program; the service is a fake.
class TstCameraCtl : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<FakeService> m_service;
    std::unique_ptr<ProgramRun> m_run;

    // Runs to the end against the fake service's socket.
    int run(const QStringList &arguments, const QByteArray &input = {})
    {
        return runFree(QStringList{QStringLiteral("--socket"), m_service->socketPath()} + arguments, input);
    }
    // The same, with nothing said about where the service is.
    int runFree(const QStringList &arguments, const QByteArray &input = {})
    {
        m_run = std::make_unique<ProgramRun>();
        return go(arguments, input);
    }
    int go(const QStringList &arguments, const QByteArray &input = {})
    {
        m_run->start(arguments, input);
        m_run->waitForEnd();
        return m_run->exitCode();
    }
    QString file(const QByteArray &content)
    {
        const QString path = m_service->folder() + QStringLiteral("/secret");
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write");
        return path;
    }

private Q_SLOTS:
    void init()
    {
        m_service = std::make_unique<FakeService>();
        m_service->on(QStringLiteral("ping"), "\"pong\"");
    }
    void cleanup()
    {
        m_run.reset();
        m_service.reset();
    }

    void helpIsPrintedForEachCommand_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("text");
        QTest::newRow("whole") << QStringList{"--help"} << generalHelp();
        QTest::newRow("short") << QStringList{"-h"} << generalHelp();
        QTest::newRow("group") << QStringList{"recording", "--help"} << groupHelp(QStringLiteral("recording"));
        QTest::newRow("version") << QStringList{"--version"} << versionText();
        QTest::newRow("version after a command") << QStringList{"status", "--version"} << versionText();
        for (const CommandSpec &spec : allCommands())
            QTest::addRow("%s", qPrintable(spec.name)) << spec.name.split(u' ') + QStringList{"--help"} << helpOf(spec);
    }
    void helpIsPrintedForEachCommand()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, text);
        QCOMPARE(runFree(arguments), 0);
        QCOMPARE(QString::fromUtf8(m_run->out), text);
        QCOMPARE(m_run->err, QByteArray());
    }

    void wrongArgumentsEndWith2BeforeAnythingIsConnected_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("reason");
        const auto row = [](const char *name, const QStringList &arguments, const char *reason) {
            QTest::newRow(name) << arguments << QByteArray(reason);
        };
        row("no command", {}, "a command is missing");
        row("unknown command", {"camerra", "list"}, "did you mean 'camera'?");
        row("unknown option", {"status", "--jsn"}, "unknown option 'jsn'");
        row("no camera", {"record", "front"}, "'front' is no camera");
        row("no length", {"record", "camera0", "--for", "soon"}, "--for takes a time like 10s");
        row("length of days", {"record", "camera0", "--for", "25h"}, "1s to 24h");
        row("no role", {"token", "issue", "--user", "ann"}, "--role viewer, operator or admin");
        row("wrong role", {"token", "issue", "--user", "ann", "--role", "root"}, "--role viewer, operator or admin");
        row("no user", {"token", "issue", "--role", "admin"}, "--user NAME");
        row("long life", {"token", "issue", "--role", "admin", "--user", "a", "--expires", "366d"}, "365d at most");
        row("file name", {"recording", "get", "../../etc/passwd"}, "cannot be the name of a file");
        row("no file to save to", {"recording", "get", "x.mp4", "-o", "-"}, "-o takes the name of a file");
        row("one of many names", {"recording", "rm", "a.mp4", "b/c"}, "'b/c' cannot be the name");
        row("no JSON", {"call", "ping", "{"}, "no JSON");
        row("JSON that is no params", {"call", "ping", "3"}, "a JSON object or array, not integer");
        row("camera without name", {"camera", "add", "rtsp://h/s"}, "--name NAME");
        row("user without password", {"camera", "add", "rtsp://h/s", "--name", "x", "--user", "u"}, "--ask-password");
        row("password without user", {"camera", "add", "rtsp://h/s", "--name", "x", "--ask-password"}, "needs --user");
        row("two users", {"camera", "add", "rtsp://a:b@h/s", "--name", "x", "--user", "u", "--password-file", "-"},
            "leave one out");
        row("nobody to ask", {"camera", "add", "rtsp://h/s", "--name", "x", "--user", "u", "--ask-password"},
            "no terminal");
        row("neither camera nor address", {"camera", "rm", "front"}, "neither a camera");
        row("limit", {"recording", "list", "--limit", "0"}, "from 1 to 1000");
        row("all and a part", {"recording", "list", "--all", "--limit", "5"}, "no place beside it");
        row("count", {"events", "--count", "-1"}, "--count takes a whole number");
        row("two readers of the input", {"--token", "-", "call", "ping", "-"}, "not both");
        row("no WebSocket address", {"--url", "http://h", "status"}, "ws://HOST:8002/ws");
        row("password in the address", {"--url", "ws://u:p@h/ws", "status"}, "no user, password or query");
    }
    void wrongArgumentsEndWith2BeforeAnythingIsConnected()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, reason);
        m_run = std::make_unique<ProgramRun>();
        m_run->setVariable(QStringLiteral("CAMERA_SERVICE_SOCKET"), m_service->socketPath());
        QCOMPARE(go(arguments, "{}"), 2);
        QVERIFY2(m_run->err.contains(reason), m_run->err.constData());
        QVERIFY(m_run->err.startsWith("cameractl: "));
        QCOMPARE(m_run->err.count('\n'), 1);
        QCOMPARE(m_run->out, QByteArray());
        QCOMPARE(m_service->connectionsSoFar(), 0);
    }

    void noServiceEndsWith3_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("reason");
        QTest::newRow("nothing said") << QStringList{"status"} << QByteArray("--socket PATH or --url");
        QTest::newRow("no socket") << QStringList{"--socket", "/nowhere", "status"}
                                   << QByteArray("there is no control socket /nowhere");
        QTest::newRow("no host") << QStringList{"--url", "ws://127.0.0.1:1", "status"}
                                 << QByteArray("no camera service listens at");
    }
    void noServiceEndsWith3()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, reason);
        if (QFile::exists(QStringLiteral("/run/camera-service/control.sock")))
            QSKIP("a service is installed on this machine");
        QCOMPARE(runFree(arguments), 3);
        QVERIFY2(m_run->err.contains(reason), m_run->err.constData());
        QCOMPARE(m_run->err.count('\n'), 1);
    }

    void connectionThatBreaksEndsWith3()
    {
        m_service->on(QStringLiteral("ping"), [this](const QJsonObject &) {
            m_service->dropConnections();
            return FakeService::NoAnswer{};
        });
        QCOMPARE(run({"call", "ping"}), 3);
        QVERIFY2(m_run->err.contains("closed the connection"), m_run->err.constData());
    }

    void socketOfTheFolderIsFoundUnlessAnotherIsNamed()
    {
        FakeService other;
        other.on(QStringLiteral("ping"), "\"other\"");
        const auto prepare = [this] {
            m_run = std::make_unique<ProgramRun>();
            QVERIFY(QDir(m_run->folder()).mkdir(QStringLiteral("var")));
            QVERIFY(QFile::link(m_service->socketPath(), m_run->folder() + QStringLiteral("/var/control.sock")));
        };
        prepare();
        QCOMPARE(go({"call", "ping"}), 0);
        QCOMPARE(m_run->out, QByteArray("\"pong\"\n"));
        prepare();
        m_run->setVariable(QStringLiteral("CAMERA_SERVICE_SOCKET"), other.socketPath());
        QCOMPARE(go({"call", "ping"}), 0);
        QCOMPARE(m_run->out, QByteArray("\"other\"\n"));
        prepare();
        m_run->setVariable(QStringLiteral("CAMERA_SERVICE_SOCKET"), other.socketPath());
        QCOMPARE(go({"--socket", m_service->socketPath(), "call", "ping"}), 0);
        QCOMPARE(m_run->out, QByteArray("\"pong\"\n"));
    }

    void socketOfSomebodyElseIsNotUsedUnasked()
    {
        if (geteuid() != 0)
            QSKIP("only root can give a file to somebody else");
        QCOMPARE(chown(QFile::encodeName(m_service->socketPath()).constData(), 12345, 12345), 0);
        m_run = std::make_unique<ProgramRun>();
        QVERIFY(QDir(m_run->folder()).mkdir(QStringLiteral("var")));
        QVERIFY(QFile::link(m_service->socketPath(), m_run->folder() + QStringLiteral("/var/control.sock")));
        QCOMPARE(go({"call", "ping"}), 3);
        QVERIFY2(m_run->err.contains("belongs to another user"), m_run->err.constData());
    }

    void tokenSignsIn_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<QString>("variable");
        QTest::addColumn<int>("exit");
        const QStringList none;
        QTest::newRow("file") << QStringList{"--token-file", "FILE"} << QByteArray() << "" << 0;
        QTest::newRow("standard input") << QStringList{"--token", "-"} << QByteArray("good\r\n") << "" << 0;
        QTest::newRow("environment") << none << QByteArray() << "good" << 0;
        QTest::newRow("none") << none << QByteArray() << "" << 4;
        QTest::newRow("wrong") << none << QByteArray() << "SECRET" << 4;
        QTest::newRow("no such file") << QStringList{"--token-file", "/nowhere"} << QByteArray() << "" << 4;
        QTest::newRow("empty input") << QStringList{"--token", "-"} << QByteArray() << "" << 4;
    }
    void tokenSignsIn()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, input);
        QFETCH(QString, variable);
        m_service->requireToken(QStringLiteral("good"));
        arguments.replaceInStrings(QStringLiteral("FILE"), file("good\n"));
        m_run = std::make_unique<ProgramRun>();
        if (!variable.isEmpty())
            m_run->setVariable(QStringLiteral("CAMERA_SERVICE_TOKEN"), variable);
        QTEST(go(QStringList{"--url", m_service->url().toString(), "call", "ping"} + arguments, input), "exit");
        QVERIFY(!m_run->err.contains("SECRET"));
        QCOMPARE(m_run->err.count('\n'), m_run->exitCode() == 0 ? 0 : 1);
    }

    void controlSocketNeedsNoSignIn()
    {
        m_run = std::make_unique<ProgramRun>();
        m_run->setVariable(QStringLiteral("CAMERA_SERVICE_TOKEN"), QStringLiteral("old"));
        QCOMPARE(go({"--socket", m_service->socketPath(), "call", "ping"}), 0);
        QCOMPARE(m_service->countOf(QStringLiteral("authenticate")), 0);
    }

    void errorOfTheServiceIsOneSentence_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("exit");
        QTest::newRow("refused") << -32020 << 1;
        QTest::newRow("denied") << -32002 << 4;
        QTest::newRow("no session") << -32001 << 4;
        QTest::newRow("invalid params") << -32602 << 1;
        QTest::newRow("no method") << -32601 << 1;
    }
    void errorOfTheServiceIsOneSentence()
    {
        QFETCH(int, code);
        m_service->on(QStringLiteral("ping"), [&](const QJsonObject &) {
            return ErrorObject{code, QStringLiteral("it is\nnot\033[2J so"), {{"hint", "do that"}}};
        });
        QTEST(run({"call", "ping"}), "exit");
        QVERIFY2(m_run->err.startsWith("cameractl: it is"), m_run->err.constData());
        QVERIFY2(m_run->err.endsWith("do that\n"), m_run->err.constData());
        QVERIFY(!m_run->err.contains('{') && !m_run->err.contains('\033'));
        QCOMPARE(m_run->err.count('\n'), 1);
    }

    void callTakesItsParamsFromTheInputToo()
    {
        m_service->on(QStringLiteral("x"), R"({"big":12345678901234567890,"list":[]})");
        QCOMPARE(run({"call", "x", "-"}, "{\n \"a\": 1 }\n"), 0);
        QCOMPARE(m_service->lastParams(QStringLiteral("x")), (QJsonObject{{"a", 1}}));
        QCOMPARE(m_run->out, QByteArray("{\n  \"big\": 12345678901234567890,\n  \"list\": []\n}\n"));
        QCOMPARE(run({"--json", "call", "x"}), 0);
        QCOMPARE(m_run->out, QByteArray("{\"big\":12345678901234567890,\"list\":[]}\n"));
    }

    void tokenAloneIsPrinted()
    {
        m_service->on(QStringLiteral("issue_token"), canned::token());
        QCOMPARE(run({"token", "issue", "--role", "operator", "--user", "ann", "--expires", "1h"}), 0);
        QCOMPARE(m_run->out, QByteArray("a.b.c\n"));
        QCOMPARE(m_run->err, QByteArray());
        QCOMPARE(m_service->lastParams(QStringLiteral("issue_token")),
                 (QJsonObject{{"user_id", "ann"}, {"role", "operator"}, {"expires_in", 3600}}));
    }

    void resultThatCannotBeWrittenIsSaid_data()
    {
        QTest::addColumn<QStringList>("arguments");
        for (const QStringList &arguments :
             {QStringList{"--help"}, QStringList{"camera", "--help"}, QStringList{"status", "--version"},
              QStringList{"camera", "list"}, QStringList{"--json", "camera", "list"}, QStringList{"recording", "list"},
              QStringList{"call", "ping"}, QStringList{"--json", "call", "ping"}, QStringList{"status"},
              QStringList{"token", "issue", "--role", "viewer", "--user", "ann"},
              QStringList{"recording", "rm", "x.mp4"}, QStringList{"camera", "rm", "rtsp://h/s"}})
            QTest::addRow("%s", qPrintable(arguments.join(u' '))) << arguments;
    }
    void resultThatCannotBeWrittenIsSaid()
    {
        QFETCH(QStringList, arguments);
        m_service->on(QStringLiteral("get_camera_list"), canned::cameraList());
        m_service->on(QStringLiteral("list_recordings"), canned::files(0, 1, 1));
        m_service->on(QStringLiteral("issue_token"), canned::token());
        m_service->on(QStringLiteral("delete_recording"), canned::deleted("x.mp4"));
        m_service->on(QStringLiteral("remove_external_stream"), canned::removedStream());
        m_service->on(QStringLiteral("get_server_info"), canned::serverInfo());
        m_service->on(QStringLiteral("get_system_status"), canned::systemStatus());
        m_service->on(QStringLiteral("get_status"), canned::health());
        m_service->on(QStringLiteral("get_storage_info"), canned::storage());
        m_run = std::make_unique<ProgramRun>();
        m_run->setVariable(QStringLiteral("CAMERA_SERVICE_SOCKET"), m_service->socketPath());
        m_run->sendResultTo(QStringLiteral("/dev/full"));
        QCOMPARE(go(arguments), 1);
        QCOMPARE(m_run->err, QByteArray("cameractl: cannot write to standard output: No space left on device\n"));
    }

    void programCanBeInterruptedWhileItWaits()
    {
        m_service->on(QStringLiteral("ping"), [](const QJsonObject &) { return FakeService::NoAnswer{}; });
        m_run = std::make_unique<ProgramRun>();
        m_run->start({"--socket", m_service->socketPath(), "call", "ping"});
        QTRY_COMPARE(m_service->countOf(QStringLiteral("ping")), 1);
        m_run->interrupt();
        QVERIFY(m_run->waitForEnd());
        QCOMPARE(m_run->exitCode(), 130);
        QCOMPARE(m_run->err, QByteArray());
    }
};

CS_TEST(TstCameraCtl)
#include "tst_cameractl.moc"

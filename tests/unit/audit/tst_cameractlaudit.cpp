#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSignalSpy>

#include "audit/auditretention.h"
#include "base/uniquefd.h"
#include "support/testprogram.h"
#include "unit/audit/auditrig.h"
#include "unit/client/fakeservice.h"
#include "unit/client/programrun.h"

using namespace cs;

// The commands `audit list`, `verify` and `export` of the real program: with a fake service, and on the files of one
// that runs meanwhile in this process.
class TestCameraCtlAudit : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_rig = std::make_unique<AuditRig>(); }
    void cleanup()
    {
        m_run.reset();
        m_rig.reset();
    }
    void databaseIsVerifiedWhileTheServiceRuns();
    void databaseIsVerifiedAfterTheServiceEnded();
    void databaseIsVerifiedWhereNothingMayBeWritten();
    void tamperedDatabaseEndsWith1AndThePlace();
    void missingFilesAreNamed();
    void foreignDatabasesAreRefused();
    void exportIsVerified();
    void exportThatIsOvertakenByACutIsNotTakenForWhole();
    void exportToAFileIsPrivateAndReplacesNothing();
    void exportThatCannotBeWrittenIsSaidOnce();
    void partOfTheTrailIsExportedUpToASignature();
    void tamperedExportEndsWith1AndThePlace();
    void exportOfAnotherServiceIsFoundByItsKey();
    void exportHoldsWhatIsInTheTrailAndNoKey();
    void serviceIsAskedWithoutAFile();
    void faultOfTheServiceEndsWith1();
    void listIsATable();
    void listFollowsTheCursor();
    void wrongArgumentsEndWith2_data();
    void wrongArgumentsEndWith2();

private:
    int run(const QStringList &arguments)
    {
        m_run = std::make_unique<ProgramRun>();
        m_run->start(arguments);
        m_run->waitForEnd();
        return m_run->exitCode();
    }
    int verifyDatabase() { return run({"audit", "verify", "--database", m_rig->databasePath()}); }
    int exportTo(const QString &file, const QStringList &more = {})
    {
        return run(QStringList{"audit", "export", "--database", m_rig->databasePath(), "--output", file} + more);
    }
    int ask(FakeService &service, const QStringList &arguments)
    {
        return run(QStringList{"--socket", service.socketPath()} + arguments);
    }
    QString exported() const { return m_rig->folder() + QStringLiteral("/trail.jsonl"); }
    static QByteArray contentOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static void replace(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(content) == content.size());
    }

    std::unique_ptr<AuditRig> m_rig;
    std::unique_ptr<ProgramRun> m_run;
};

void TestCameraCtlAudit::databaseIsVerifiedWhileTheServiceRuns()
{
    m_rig->add(2500);
    QCOMPARE(verifyDatabase(), 0);
    QCOMPARE(m_run->out, QByteArray("Valid: 2500 records.\n"));
    QCOMPARE(run({"--json", "audit", "verify", "--database", m_rig->databasePath()}), 0);
    const QJsonObject reply = QJsonDocument::fromJson(m_run->out).object();
    QCOMPARE(reply["valid"].toBool(), true);
    QCOMPARE(reply["checked"].toInt(), 2500);
    // It disturbed nobody.
    m_rig->add(10);
    QCOMPARE(verifyDatabase(), 0);
    QVERIFY(m_rig->verify().valid);
}

void TestCameraCtlAudit::databaseIsVerifiedAfterTheServiceEnded()
{
    m_rig->add(150);
    m_rig->stop();
    QCOMPARE(verifyDatabase(), 0);
    QCOMPARE(m_run->out, QByteArray("Valid: 150 records.\n"));
}

void TestCameraCtlAudit::databaseIsVerifiedWhereNothingMayBeWritten()
{
    m_rig->add(150);
    m_rig->stop();
    QVERIFY(!QFile::exists(m_rig->databasePath() + QStringLiteral("-wal")));
    QFile::setPermissions(m_rig->databasePath(), QFile::ReadOwner);
    QFile::setPermissions(m_rig->folder(), QFile::ReadOwner | QFile::ExeOwner);
    const int exit = verifyDatabase();
    QFile::setPermissions(m_rig->folder(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QVERIFY2(exit == 0, m_run->err.constData());
    QVERIFY(!QFile::exists(m_rig->databasePath() + QStringLiteral("-wal")) || geteuid() == 0);
}

void TestCameraCtlAudit::tamperedDatabaseEndsWith1AndThePlace()
{
    m_rig->add(1500);
    m_rig->sql(QStringLiteral("update audit_records set target = 'a' || char(27) || '[2J' where seq = 1234"));
    QCOMPARE(verifyDatabase(), 1);
    QVERIFY2(m_run->out.startsWith("NOT VALID from record 1234 on: record 1234 was changed"), m_run->out.constData());
    QVERIFY(m_run->out.contains("1233 records before it are right."));
    QCOMPARE(run({"--json", "audit", "verify", "--database", m_rig->databasePath()}), 1);
    QCOMPARE(QJsonDocument::fromJson(m_run->out).object()["first_bad_seq"].toInt(), 1234);
}

void TestCameraCtlAudit::missingFilesAreNamed()
{
    m_rig->add(5);
    QCOMPARE(run({"audit", "verify", "--database", m_rig->folder() + "/none.db"}), 1);
    QVERIFY2(m_run->err.startsWith("cameractl: there is no database ") && m_run->err.contains("none.db"),
             m_run->err.constData());
    QVERIFY(!m_run->err.contains("public.key"));
    QVERIFY(!QFile::exists(m_rig->folder() + "/none.db"));
    QCOMPARE(run({"audit", "export", "--database", m_rig->folder()}), 1);
    QVERIFY2(m_run->err.contains("is a folder") && m_run->err.contains("/camera-service.db"), m_run->err.constData());
    QVERIFY(QFile::rename(m_rig->headPath(), m_rig->headPath() + "x"));
    QCOMPARE(verifyDatabase(), 1);
    QVERIFY2(m_run->out.contains("signed end of the trail"), m_run->out.constData());
    QVERIFY(m_run->out.startsWith("NOT VALID from record 6 on"));
    QCOMPARE(run({"audit", "verify", "--database", m_rig->databasePath(), "--head", m_rig->headPath() + "x"}), 0);
    QVERIFY(QFile::rename(m_rig->keyPath(), m_rig->keyPath() + "x"));
    QCOMPARE(verifyDatabase(), 1);
    QVERIFY2(m_run->err.contains("--key FILE"), m_run->err.constData());
}

void TestCameraCtlAudit::foreignDatabasesAreRefused()
{
    m_rig->add(5);
    const QString other = m_rig->folder() + QStringLiteral("/other.db");
    for (const QByteArray &content : {QByteArray(), QByteArray("hello"), QByteArray(8192, 'x')}) {
        replace(other, content);
        QCOMPARE(run({"audit", "verify", "--database", other}), 1);
        QVERIFY(!m_run->err.isEmpty());
        QCOMPARE(contentOf(other), content);
    }
    QCOMPARE(run({"audit", "verify", "--database", m_rig->folder()}), 1);
    QCOMPARE(run({"audit", "verify", "--database", "/dev/zero", "--key", m_rig->keyPath()}), 1);
}

void TestCameraCtlAudit::exportIsVerified()
{
    m_rig->add(2345);
    QCOMPARE(exportTo(exported()), 0);
    QCOMPARE(run({"audit", "verify", "--file", exported(), "--key", m_rig->keyPath()}), 0);
    QCOMPARE(m_run->out, QByteArray("Valid: 2345 records.\n"));
    QCOMPARE(run({"audit", "verify", "--file", exported()}), 0);
    QVERIFY2(m_run->err.contains("the key that the file itself names"), m_run->err.constData());
    // To standard output it is the same, but for the time in its first line.
    QCOMPARE(run({"audit", "export", "--database", m_rig->databasePath()}), 0);
    const QByteArray there = contentOf(exported());
    QCOMPARE(m_run->out.mid(m_run->out.indexOf('\n')), there.mid(there.indexOf('\n')));
    for (const QByteArray &line : there.trimmed().split('\n'))
        QVERIFY(QJsonDocument::fromJson(line).isObject());
}

// Its output goes into a pipe that nobody empties for a while, so that it stands in the middle when the cut comes.
void TestCameraCtlAudit::exportThatIsOvertakenByACutIsNotTakenForWhole()
{
    m_rig->add(6000);
    m_rig->clock.advance(std::chrono::hours(48));
    int ends[2];
    QCOMPARE(::pipe2(ends, O_CLOEXEC), 0);
    const UniqueFd reader(ends[0]);
    UniqueFd writer(ends[1]);
    QProcess program;
    program.setStandardOutputFile(QStringLiteral("/dev/fd/%1").arg(writer.get()), QIODevice::Append);
    program.start(QStringLiteral(CAMERACTL), {"audit", "export", "--database", m_rig->databasePath()});
    QVERIFY(program.waitForStarted());
    int waiting = 0;
    QTRY_VERIFY(::ioctl(reader.get(), FIONREAD, &waiting) == 0 && waiting > 60'000);
    writer.reset();
    struct Nowhere : AuditSink {
        void record(AuditEntry) override {}
    } nowhere;
    AuditRetention retention(*m_rig->table, nowhere, m_rig->clock, {std::chrono::days(1), 0, {}});
    const QSignalSpy looked(&retention, &AuditRetention::looked);
    retention.look();
    QTRY_COMPARE_WITH_TIMEOUT(looked.size(), 1, 30'000);
    QCOMPARE(looked.first().first().toLongLong(), 6000);
    QByteArray out;
    char bytes[65536];
    for (ssize_t size = 0; (size = ::read(reader.get(), bytes, sizeof bytes)) > 0;)
        out.append(bytes, size);
    QVERIFY(program.waitForFinished());
    QCOMPARE(program.exitCode(), 1);
    QVERIFY2(program.readAllStandardError().contains("gave up its oldest records meanwhile"),
             out.right(300).constData());
    QVERIFY(!out.contains("\"kind\":\"end\""));
}

void TestCameraCtlAudit::exportToAFileIsPrivateAndReplacesNothing()
{
    m_rig->add(5);
    QCOMPARE(exportTo(exported()), 0);
    const auto others = QFile::ReadGroup | QFile::ReadOther;
    QCOMPARE(QFile::permissions(exported()) & others, QFile::Permissions());
    replace(exported(), "mine");
    QCOMPARE(exportTo(exported()), 1);
    QCOMPARE(contentOf(exported()), QByteArray("mine"));
    QCOMPARE(exportTo(exported(), {"--force"}), 0);
    QVERIFY(contentOf(exported()).startsWith('{'));
}

void TestCameraCtlAudit::exportThatCannotBeWrittenIsSaidOnce()
{
    m_rig->add(5);
    m_run = std::make_unique<ProgramRun>();
    m_run->sendResultTo(QStringLiteral("/dev/full"));
    m_run->start({"audit", "export", "--database", m_rig->databasePath()});
    QVERIFY(m_run->waitForEnd());
    QCOMPARE(m_run->exitCode(), 1);
    QCOMPARE(m_run->err, QByteArray("cameractl: cannot write to standard output: No space left on device\n"));
}

void TestCameraCtlAudit::partOfTheTrailIsExportedUpToASignature()
{
    m_rig->add(1000);
    const auto records = m_rig->records();
    const QStringList span{"--since", toIso(records[299].at), "--until", toIso(records[599].at)};
    QCOMPARE(exportTo(exported(), span), 0);
    QVERIFY2(m_run->err.contains("301 records, up to number 600."), m_run->err.constData());
    QCOMPARE(run({"audit", "verify", "--file", exported(), "--key", m_rig->keyPath()}), 0);
    QCOMPARE(m_run->out, QByteArray("Valid: 301 records.\n"));
    QVERIFY(!m_run->err.contains("not signed yet"));
    QCOMPARE(exportTo(exported(), {"--force", "--since", "1h"}), 0);
    QVERIFY2(m_run->err.contains("0 records"), m_run->err.constData());
    QCOMPARE(run({"audit", "verify", "--file", exported()}), 0);
}

void TestCameraCtlAudit::tamperedExportEndsWith1AndThePlace()
{
    m_rig->add(500);
    QCOMPARE(exportTo(exported()), 0);
    const QByteArray whole = contentOf(exported());
    replace(exported(), QByteArray(whole).replace("\"target\":\"target 321\"", "\"target\":\"nothing\""));
    QCOMPARE(run({"audit", "verify", "--file", exported(), "--key", m_rig->keyPath()}), 1);
    QVERIFY2(m_run->out.startsWith("NOT VALID from record 321 on"), m_run->out.constData());
    replace(exported(), whole.first(whole.size() / 2));
    QCOMPARE(run({"audit", "verify", "--file", exported(), "--key", m_rig->keyPath()}), 1);
    QVERIFY2(m_run->out.startsWith("NOT VALID from record 2"), m_run->out.constData());
    replace(exported(), "something else\n");
    QCOMPARE(run({"audit", "verify", "--file", exported()}), 1);
    QVERIFY2(m_run->err.contains("no exported audit trail") || m_run->err.contains("none of an exported"),
             m_run->err.constData());
}

void TestCameraCtlAudit::exportOfAnotherServiceIsFoundByItsKey()
{
    AuditRig other;
    other.add(200);
    m_rig->add(200);
    QCOMPARE(exportTo(exported()), 0);
    QCOMPARE(run({"audit", "verify", "--file", exported(), "--key", other.keyPath()}), 1);
    QVERIFY2(m_run->out.contains("not made with this service's key"), m_run->out.constData());
}

void TestCameraCtlAudit::exportHoldsWhatIsInTheTrailAndNoKey()
{
    m_rig->add(120);
    QCOMPARE(exportTo(exported()), 0);
    const QByteArray text = contentOf(exported());
    const QByteArray secret = contentOf(m_rig->folder() + QStringLiteral("/secrets/audit.key")).trimmed();
    QVERIFY(secret.size() > 40 && !text.contains(secret));
    const auto seed = QByteArray::fromBase64(secret, QByteArray::Base64UrlEncoding);
    QVERIFY(!text.contains(seed.toHex()));
    QCOMPARE(text.count("\"kind\":\"record\""), 120);
    QCOMPARE(text.count("\"kind\":\"checkpoint\""), 2);
}

void TestCameraCtlAudit::serviceIsAskedWithoutAFile()
{
    FakeService service;
    service.on(QStringLiteral("verify_audit"), R"({"valid":true,"checked":77,"reason":""})");
    QCOMPARE(ask(service, {"audit", "verify", "--from", "3", "--to", "79"}), 0);
    QCOMPARE(m_run->out, QByteArray("Valid: 77 records.\n"));
    QCOMPARE(service.lastParams(QStringLiteral("verify_audit")), (QJsonObject{{"from_seq", 3}, {"to_seq", 79}}));
}

void TestCameraCtlAudit::faultOfTheServiceEndsWith1()
{
    FakeService service;
    service.on(QStringLiteral("verify_audit"),
               R"({"valid":false,"checked":7,"first_bad_seq":8,"reason":"record 8 was changed"})");
    QCOMPARE(ask(service, {"audit", "verify"}), 1);
    QCOMPARE(m_run->out, QByteArray("NOT VALID from record 8 on: record 8 was changed\n"
                                    "7 records before it are right.\n"));
}

void TestCameraCtlAudit::listIsATable()
{
    FakeService service;
    service.on(
        QStringLiteral("list_audit_events"),
        R"({"events":[{"seq":9,"at":"2026-11-23T02:21:44.912Z","username":"ann","address":"192.0.2.1","action":"delete_recording","target":"a.mp4","device":"camera1","result":"ok","request_id":"r1","hash":"00"},{"seq":8,"at":"2026-11-23T02:21:43.912Z","username":"","address":"","action":"login","target":"x\u001b[2J","result":"-32001 unauthenticated","request_id":"r2","hash":"00"}]})");
    QCOMPARE(ask(service, {"audit", "list", "--user", "ann", "--action", "login", "--camera", "camera1", "--since",
                           "2026-11-23T00:00:00Z", "--limit", "2"}),
             0);
    QVERIFY2(m_run->out.contains("camera1 a.mp4"), m_run->out.constData());
    QVERIFY(!m_run->out.contains('\x1b'));
    QCOMPARE(m_run->out.count('\n'), 3);
    const QJsonObject params = service.lastParams(QStringLiteral("list_audit_events"));
    QCOMPARE(params["username"].toString(), QStringLiteral("ann"));
    QCOMPARE(params["action"].toString(), QStringLiteral("login"));
    QCOMPARE(params["device"].toString(), QStringLiteral("camera1"));
    QCOMPARE(params["since"].toString(), QStringLiteral("2026-11-23T00:00:00.000Z"));
    QCOMPARE(params["limit"].toInt(), 2);
}

void TestCameraCtlAudit::listFollowsTheCursor()
{
    FakeService service;
    const QByteArray row =
        R"({"seq":1,"at":"2026-11-23T02:21:44.912Z","username":"","address":"","action":"login","target":"","result":"ok","request_id":"r1","hash":"00"})";
    service.on(QStringLiteral("list_audit_events"), [row](const QJsonObject &params) -> FakeService::Answer {
        const int page = params["cursor"].toString().toInt() + 1;
        const QByteArray next = page < 4 ? ",\"next_cursor\":\"" + QByteArray::number(page) + '"' : QByteArray();
        // The third page is empty and not the last.
        return QByteArray("{\"events\":[" + (page == 3 ? QByteArray() : row) + "]" + next + "}");
    });
    QCOMPARE(ask(service, {"--json", "audit", "list", "--all"}), 0);
    QCOMPARE(QJsonDocument::fromJson(m_run->out).object()["events"].toArray().size(), 3);
    QCOMPARE(service.countOf(QStringLiteral("list_audit_events")), 4);
    // As many as were asked for, over short pages.
    QCOMPARE(ask(service, {"--json", "audit", "list", "--limit", "2"}), 0);
    QCOMPARE(QJsonDocument::fromJson(m_run->out).object()["events"].toArray().size(), 2);
}

void TestCameraCtlAudit::wrongArgumentsEndWith2_data()
{
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const char *name, const QStringList &arguments) {
        QTest::newRow(name) << QStringList{"audit"} + arguments;
    };
    row("no command", {});
    row("unknown", {"remove"});
    row("both files", {"verify", "--database", "a", "--file", "b"});
    row("range of a file", {"verify", "--file", "b", "--from", "1"});
    row("range", {"verify", "--from", "0"});
    row("no database", {"export"});
    row("empty database", {"export", "--database", ""});
    row("time", {"export", "--database", "a", "--since", "yesterday"});
    row("bare number", {"list", "--since", "2026"});
    row("camera", {"list", "--camera", "front"});
    row("user", {"list", "--user", ""});
    row("all and limit", {"list", "--all", "--limit", "3"});
    row("limit", {"list", "--limit", "1001"});
    row("argument", {"list", "more"});
}

void TestCameraCtlAudit::wrongArgumentsEndWith2()
{
    QFETCH(QStringList, arguments);
    QCOMPARE(run(arguments), 2);
    QVERIFY(m_run->out.isEmpty());
    QVERIFY(m_run->err.startsWith("cameractl: "));
}

CS_TEST(TestCameraCtlAudit)
#include "tst_cameractlaudit.moc"

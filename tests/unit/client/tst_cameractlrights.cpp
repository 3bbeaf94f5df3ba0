#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include "support/testprogram.h"
#include "unit/client/fakeservice.h"
#include "unit/client/programrun.h"

using namespace cs;

namespace {

const QJsonObject bob{{"username", "bob"},
                      {"display_name", "Bob"},
                      {"role", "viewer"},
                      {"enabled", true},
                      {"restricted", true},
                      {"totp_enabled", false},
                      {"must_change_password", false},
                      {"created_at", "2026-11-23T02:21:44.912Z"}};

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonObject with(QJsonObject object, const char *name, const QJsonValue &value)
{
    object.insert(QLatin1String(name), value);
    return object;
}

}  // namespace

// The commands of users, sessions, keys, groups, grants and viewers: what the real program asks a fake service, and
// what it prints.
class TstCameraCtlRights : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<FakeService> m_service;
    std::unique_ptr<ProgramRun> m_run;

    int run(const QStringList &arguments, const QByteArray &input = {}, ProgramRun::On on = ProgramRun::On::Pipes)
    {
        m_run = std::make_unique<ProgramRun>(on);
        m_run->start(QStringList{QStringLiteral("--socket"), m_service->socketPath()} + arguments, input);
        m_run->waitForEnd();
        return m_run->exitCode();
    }
    QJsonObject asked(const char *method) const { return m_service->lastParams(QString::fromLatin1(method)); }
    void answer(const char *method, const QJsonObject &reply)
    {
        m_service->on(QString::fromLatin1(method), compact(reply));
    }

private Q_SLOTS:
    void init() { m_service = std::make_unique<FakeService>(); }
    void cleanup()
    {
        m_run.reset();
        m_service.reset();
    }

    void usersStandInATable()
    {
        m_service->on(QStringLiteral("list_users"), [](const QJsonObject &params) -> FakeService::Answer {
            if (!params.contains("cursor"))
                return compact({{"users", QJsonArray{bob}}, {"next_cursor", "c1"}});
            return compact({{"users", QJsonArray{with(with(bob, "username", "e\u001bve"), "enabled", false)}}});
        });
        QCOMPARE(run({"users", "list"}), 0);
        const QList<QByteArray> lines = m_run->out.split('\n');
        QCOMPARE(lines.size(), 4);
        QVERIFY(lines.at(0).startsWith("USER"));
        QVERIFY(lines.at(1).startsWith("bob"));
        QVERIFY(lines.at(1).contains("granted ones"));
        QVERIFY(lines.at(1).contains("never"));
        QVERIFY(lines.at(2).contains("disabled"));
        QVERIFY(!m_run->out.contains('\x1b'));
        QCOMPARE(m_service->countOf(QStringLiteral("list_users")), 2);
        QCOMPARE(run({"user", "list", "--json"}), 0);
        QCOMPARE(QJsonDocument::fromJson(m_run->out).object().value("users").toArray().size(), 2);
    }

    void madePasswordIsPrintedAlone()
    {
        answer("create_user", with(bob, "initial_password", "made-one"));
        QCOMPARE(run({"user", "add", "bob", "--role", "viewer", "--restricted", "--display-name", "Bob"}), 0);
        QCOMPARE(m_run->out, QByteArray("made-one\n"));
        QVERIFY(m_run->err.contains("shown this once"));
        QCOMPARE(asked("create_user"),
                 (QJsonObject{{"username", "bob"}, {"role", "viewer"}, {"display_name", "Bob"}, {"restricted", true}}));
    }

    void passwordComesFromTheInput()
    {
        answer("create_user", bob);
        QCOMPARE(run({"user", "add", "bob", "--role", "admin", "--password-file", "-"}, "correct horse battery\n"), 0);
        QCOMPARE(m_run->out, QByteArray("added bob\n"));
        QCOMPARE(asked("create_user").value("password").toString(), QString("correct horse battery"));
        QVERIFY(!(m_run->out + m_run->err).contains("horse"));
    }

    void passwordIsAskedForTwice()
    {
        answer("update_user", bob);
        for (const bool same : {true, false}) {
            m_run = std::make_unique<ProgramRun>(ProgramRun::On::Terminal);
            m_run->start({"--socket", m_service->socketPath(), "user", "password", "bob", "--ask-password"});
            QTRY_VERIFY(m_run->out.contains("New password: "));
            m_run->type("staple battery\n");
            QTRY_VERIFY(m_run->out.contains("The same again: "));
            m_run->type(same ? "staple battery\n" : "staple batterz\n");
            QVERIFY(m_run->waitForEnd());
            QCOMPARE(m_run->exitCode(), same ? 0 : 2);
            QVERIFY(!m_run->out.contains("staple"));
        }
        QCOMPARE(m_service->countOf(QStringLiteral("update_user")), 1);
        QCOMPARE(
            asked("update_user"),
            (QJsonObject{
                {"username", "bob"}, {"password", "staple battery"}, {"make_password", false}, {"reset_totp", false}}));
    }

    void passwordIsMadeWithoutAnOption()
    {
        answer("update_user", with(bob, "initial_password", "made-one"));
        QCOMPARE(run({"user", "password", "bob"}), 0);
        QCOMPARE(m_run->out, QByteArray("made-one\n"));
        QCOMPARE(asked("update_user").value("make_password").toBool(), true);
    }

    void userIsChangedAndRemoved()
    {
        answer("update_user", bob);
        answer("delete_user", {{"deleted", true}});
        QCOMPARE(run({"user", "set", "bob", "--disable", "--role", "operator", "--all-cameras", "--reset-totp"}), 0);
        QCOMPARE(m_run->out, QByteArray("changed bob\n"));
        QCOMPARE(asked("update_user"), (QJsonObject{{"username", "bob"},
                                                    {"role", "operator"},
                                                    {"enabled", false},
                                                    {"restricted", false},
                                                    {"make_password", false},
                                                    {"reset_totp", true}}));
        QCOMPARE(run({"user", "set", "bob", "--enable", "--restricted", "--display-name", ""}), 0);
        QCOMPARE(asked("update_user").value("enabled").toBool(), true);
        QCOMPARE(asked("update_user").value("restricted").toBool(), true);
        QCOMPARE(asked("update_user").value("display_name").toString(), QString(""));
        QCOMPARE(run({"user", "rm", "bob"}), 0);
        QCOMPARE(m_run->out, QByteArray("removed\n"));
        QCOMPARE(asked("delete_user"), (QJsonObject{{"username", "bob"}}));
    }

    void wrongLinesAskNothing_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("reason");
        const auto row = [](const char *line, const char *reason) {
            QTest::newRow(line) << QString::fromLatin1(line).split(u' ') << QByteArray(reason);
        };
        row("user add bob", "a role is needed");
        row("user add bob --role root", "a role is needed");
        row("user add --role viewer", "an argument is missing");
        row("user add bob --role viewer --ask-password --password-file x", "exclude each other");
        row("user set bob", "nothing to change");
        row("user set bob --enable --disable", "exclude each other");
        row("user set bob --restricted --all-cameras", "exclude each other");
        row("session end", "an argument is missing");
        row("key add wall", "a role is needed");
        row("key add wall --role viewer cam1", "'cam1' is no camera");
        row("key add wall --role viewer --expires soon", "--expires takes");
        row("group add yard cam1", "'cam1' is no camera");
        row("grant add bob", "either a CAMERA");
        row("grant add bob camera0 --group yard", "either a CAMERA");
        row("grant add bob camera0 --access all", "view or operate");
        row("viewer list cam", "'cam' is no camera");
        row("user", "there are 'user list', 'user add'");
    }
    void wrongLinesAskNothing()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, reason);
        QCOMPARE(run(arguments), 2);
        QVERIFY2(m_run->err.contains(reason), m_run->err.constData());
        QCOMPARE(m_run->out, QByteArray());
        QCOMPARE(m_service->connectionsSoFar(), 0);
    }

    void sessionsAreListedAndEnded()
    {
        const QJsonObject session{{"session_id", "Gx0r"},
                                  {"username", "bob"},
                                  {"role", "viewer"},
                                  {"address", "192.0.2.7"},
                                  {"user_agent", "app\u0007"},
                                  {"created_at", "2026-11-23T02:21:44.912Z"},
                                  {"last_seen_at", "2026-11-23T02:21:44.912Z"},
                                  {"expires_at", "2026-11-23T03:21:44.912Z"},
                                  {"current", false}};
        answer("list_sessions", {{"sessions", QJsonArray{session, with(session, "current", true)}}});
        answer("end_session", {{"ended", true}});
        QCOMPARE(run({"session", "list", "--user", "bob"}), 0);
        QVERIFY(m_run->out.contains("Gx0r"));
        QVERIFY(m_run->out.contains("this one"));
        QVERIFY(!m_run->out.contains('\a'));
        QCOMPARE(asked("list_sessions"), (QJsonObject{{"username", "bob"}}));
        QCOMPARE(run({"session", "end", "Gx0r"}), 0);
        QCOMPARE(m_run->out, QByteArray("ended\n"));
        QCOMPARE(asked("end_session"), (QJsonObject{{"session_id", "Gx0r"}}));
        answer("list_sessions", {{"sessions", QJsonArray()}});
        QCOMPARE(run({"session", "list"}), 0);
        QCOMPARE(m_run->out, QByteArray());
    }

    void keyIsPrintedAloneAndListedWithoutIt()
    {
        const QJsonObject row{{"key_id", "k1"},
                              {"name", "wall"},
                              {"role", "viewer"},
                              {"created_by", "root"},
                              {"created_at", "2026-11-23T02:21:44.912Z"},
                              {"devices", QJsonArray{"camera0", "camera2"}}};
        const QJsonObject made = with(row, "api_key", "csk_k1_secret_check");
        answer("create_api_key", made);
        answer("rotate_api_key", made);
        answer("revoke_api_key", {{"revoked", true}});
        answer("list_api_keys", {{"keys", QJsonArray{row, with(row, "expires_at", "2020-01-01T00:00:00.000Z")}}});
        const QDateTime before = QDateTime::currentDateTimeUtc();
        QCOMPARE(run({"key", "add", "wall", "camera0", "camera2", "--role", "viewer", "--expires", "1h"}), 0);
        QCOMPARE(m_run->out, QByteArray("csk_k1_secret_check\n"));
        QCOMPARE(m_run->err, QByteArray());
        QJsonObject params = asked("create_api_key");
        const auto end = QDateTime::fromString(params.take("expires_at").toString(), Qt::ISODateWithMs);
        QVERIFY(qAbs(before.secsTo(end) - 3600) < 30);
        QCOMPARE(params,
                 (QJsonObject{{"name", "wall"}, {"role", "viewer"}, {"devices", QJsonArray{"camera0", "camera2"}}}));
        QCOMPARE(run({"key", "add", "wall", "--role", "viewer"}), 0);
        QVERIFY(!asked("create_api_key").contains("devices"));
        QCOMPARE(run({"keys", "list"}), 0);
        QVERIFY(m_run->out.contains("camera0, camera2"));
        QCOMPARE(run({"key", "rotate", "k1"}), 0);
        QCOMPARE(m_run->out, QByteArray("csk_k1_secret_check\n"));
        QCOMPARE(run({"key", "rm", "k1"}), 0);
        QCOMPARE(asked("revoke_api_key"), (QJsonObject{{"key_id", "k1"}}));
    }

    void groupsAreMadeListedChangedAndRemoved()
    {
        const QJsonObject yard{{"name", "yard"}, {"devices", QJsonArray{"camera0", "camera1"}}};
        answer("create_group", yard);
        answer("update_group", yard);
        answer("delete_group", {{"deleted", true}});
        answer("list_groups", {{"groups", QJsonArray{yard}}});
        QCOMPARE(run({"group", "add", "yard", "camera0", "camera1"}), 0);
        QCOMPARE(m_run->out, QByteArray("yard: camera0, camera1\n"));
        QCOMPARE(asked("create_group"), yard);
        QCOMPARE(run({"group", "set", "yard"}), 0);
        QCOMPARE(asked("update_group"), (QJsonObject{{"name", "yard"}, {"devices", QJsonArray()}}));
        QCOMPARE(run({"groups", "list"}), 0);
        QCOMPARE(m_run->out, QByteArray("GROUP  CAMERAS\nyard   camera0, camera1\n"));
        QCOMPARE(run({"group", "rm", "yard"}), 0);
        QCOMPARE(asked("delete_group"), (QJsonObject{{"name", "yard"}}));
    }

    void grantsAreGivenListedAndTakenBack()
    {
        const QJsonObject onCamera{{"username", "bob"}, {"device", "camera0"}, {"access", "operate"}};
        const QJsonObject onGroup{{"username", "bob"}, {"group", "yard"}, {"access", "view"}};
        answer("grant_access", onCamera);
        answer("revoke_access", {{"revoked", true}});
        answer("list_grants", {{"grants", QJsonArray{onCamera, onGroup}}});
        QCOMPARE(run({"grant", "add", "bob", "camera0", "--access", "operate"}), 0);
        QCOMPARE(m_run->out, QByteArray("bob may operate camera0\n"));
        QCOMPARE(asked("grant_access"), onCamera);
        QCOMPARE(run({"grant", "add", "bob", "--group", "yard"}), 0);
        QCOMPARE(asked("grant_access"), onGroup);
        QCOMPARE(run({"grants", "list", "bob"}), 0);
        QCOMPARE(m_run->out,
                 QByteArray("USER  ON          ACCESS\nbob   camera0     operate\nbob   group yard  view\n"));
        QCOMPARE(asked("list_grants"), (QJsonObject{{"username", "bob"}}));
        QCOMPARE(run({"grant", "rm", "bob", "camera0", "--access", "operate"}), 0);
        QCOMPARE(asked("revoke_access"), onCamera);
    }

    void viewersAreListed()
    {
        answer("list_viewers", {{"viewers", QJsonArray{QJsonObject{{"device", "camera0"},
                                                                   {"username", "bob"},
                                                                   {"protocol", "webrtc"},
                                                                   {"address", "192.0.2.7"},
                                                                   {"since", "2026-11-23T02:21:44.912Z"},
                                                                   {"session_id", "s"}}}}});
        QCOMPARE(run({"viewer", "list", "camera0"}), 0);
        QVERIFY(m_run->out.contains("webrtc"));
        QCOMPARE(asked("list_viewers"), (QJsonObject{{"device", "camera0"}}));
        answer("list_viewers", {{"viewers", QJsonArray()}});
        QCOMPARE(run({"viewers", "list"}), 0);
        QVERIFY(m_run->err.contains("Nobody is watching"));
    }

    void refusalSaysWhereToLook_data()
    {
        QTest::addColumn<QString>("resource");
        QTest::addColumn<QByteArray>("hint");
        QTest::newRow("user") << "user" << QByteArray("'cameractl user list'");
        QTest::newRow("group") << "group" << QByteArray("'cameractl group list'");
        QTest::newRow("grant") << "grant" << QByteArray("'cameractl grant list'");
        QTest::newRow("key") << "api_key" << QByteArray("'cameractl key list'");
        QTest::newRow("session") << "session" << QByteArray("'cameractl session list'");
    }
    void refusalSaysWhereToLook()
    {
        QFETCH(QString, resource);
        m_service->on(QStringLiteral("delete_user"), [resource](const QJsonObject &) {
            return ErrorObject{-32010, QStringLiteral("no such thing"), {{"resource", resource}, {"id", "x"}}};
        });
        QCOMPARE(run({"user", "rm", "x"}), 1);
        QFETCH(QByteArray, hint);
        QVERIFY2(m_run->err.contains(hint), m_run->err.constData());
    }
};

CS_TEST(TstCameraCtlRights)
#include "tst_cameractlrights.moc"

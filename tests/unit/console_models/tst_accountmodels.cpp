#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include "models/sessionmodel.h"
#include "models/usermodel.h"
#include "support/quoted.h"
#include "support/testprogram.h"
#include "support/waitfor.h"
#include "unit/console_models/modelfixture.h"

using namespace cs;

namespace {

QByteArray userRow(const QByteArray &name, const QByteArray &role = "viewer", const QByteArray &more = {})
{
    return quoted("{'username':'") + name + quoted("','display_name':'','role':'") + role
           + quoted("','enabled':true,'restricted':false,'totp_enabled':false,'must_change_password':false,"
                    "'created_at':'2026-11-23T10:00:00.000Z'")
           + more + '}';
}

QByteArray sessionRow(const QByteArray &id, const QByteArray &current)
{
    return quoted("{'session_id':'") + id
           + quoted("','username':'alice','role':'admin','address':'192.0.2.1','user_agent':'x',")
           + quoted("'created_at':'2026-11-23T10:00:00.000Z','last_seen_at':'2026-11-23T10:00:00.000Z',"
                    "'expires_at':'2026-11-23T11:00:00.000Z','current':")
           + current + '}';
}

}  // namespace

class TestAccountModels : public ModelFixture {
    Q_OBJECT
private Q_SLOTS:
    void init() { setUp(); }
    void cleanup() { tearDown(); }

    void usersAreReadToTheLastPage()
    {
        service->on("list_users", [](const QJsonObject &params) -> ScriptedService::Answer {
            if (params.contains("cursor"))
                return quoted("{'users':[") + userRow("Alice", "admin") + "]}";
            return quoted("{'users':[") + userRow("bob") + ',' + userRow("zoe") + quoted("],'next_cursor':'2'}");
        });
        QVERIFY(live());
        UserModel model(*session);
        QAbstractItemModelTester tester(&model);
        model.reload();
        QTRY_COMPARE(model.loadState(), LoadState::Ready);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.user(0).username, QStringLiteral("Alice"));
        QVERIFY(model.index(0, 0).data(UserModel::IsSelfRole).toBool());
        QVERIFY(!model.index(1, 0).data(UserModel::IsSelfRole).toBool());
    }

    void madePasswordIsForWhoAskedAndIsNotKept()
    {
        service->on("list_users", quoted("{'users':[]}"));
        service->on("create_user", [](const QJsonObject &) -> ScriptedService::Answer {
            return userRow("bob", "viewer", quoted(",'initial_password':'SECRET'"));
        });
        QVERIFY(live());
        UserModel model(*session);
        QAbstractItemModelTester tester(&model);
        api::CreateUser::Params params;
        params.username = QStringLiteral("bob");
        const auto made = waitFor(model.create(params));
        QVERIFY(made.ok());
        QCOMPARE(*made->initialPassword, QStringLiteral("SECRET"));
        QCOMPARE(model.rowCount(), 1);
        QVERIFY(!model.user(0).initialPassword);
    }

    void refusedChangeLeavesTheRow()
    {
        service->on("list_users", quoted("{'users':[") + userRow("bob") + "]}");
        service->on("update_user", [](const QJsonObject &) -> ScriptedService::Answer {
            return ErrorObject{rpccode::InvalidState, QStringLiteral("the last admin"), {}};
        });
        QVERIFY(live());
        UserModel model(*session);
        model.reload();
        QTRY_COMPARE(model.rowCount(), 1);
        api::UpdateUser::Params params;
        params.username = QStringLiteral("bob");
        params.role = Role::Admin;
        const auto changed = waitFor(model.update(params));
        QVERIFY(!changed.ok());
        QVERIFY(model.user(0).role == Role::Viewer);
    }

    void changedAndDeletedUsersAreTakenOver()
    {
        service->on("list_users", quoted("{'users':[") + userRow("bob") + "]}");
        service->on("update_user", [](const QJsonObject &params) -> ScriptedService::Answer {
            return userRow("bob", "viewer",
                           params.value("make_password").toBool() ? quoted(",'initial_password':'P'") : "");
        });
        service->on("delete_user", quoted("{'deleted':true}"));
        QVERIFY(live());
        UserModel model(*session);
        model.reload();
        QTRY_COMPARE(model.rowCount(), 1);
        const auto reset = waitFor(model.resetPassword("bob"));
        QVERIFY(reset.ok() && reset->initialPassword);
        QVERIFY(waitFor(model.remove("BOB")).ok());
        QCOMPARE(model.rowCount(), 0);
    }

    void sessionsAreListedAndEnded()
    {
        service->on("list_sessions",
                    quoted("{'sessions':[") + sessionRow("s1", "true") + ',' + sessionRow("s2", "false") + "]}");
        service->on("end_session", quoted("{'ended':true}"));
        QVERIFY(live());
        SessionModel model(*session);
        QAbstractItemModelTester tester(&model);
        model.reload();
        QTRY_COMPARE(model.rowCount(), 2);
        QVERIFY(model.index(0, 0).data(SessionModel::IsCurrentRole).toBool());
        QVERIFY(waitFor(model.end(SessionId("s2"))).ok());
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(service->lastParams("end_session").value("session_id").toString(), QStringLiteral("s2"));
    }

    void sessionsAreFollowedRowByRow()
    {
        const auto list = [this](const QByteArrayList &ids) {
            QByteArrayList rows;
            for (const QByteArray &id : ids)
                rows << sessionRow(id, id == "s1" ? "true" : "false");
            service->on("list_sessions", quoted("{'sessions':[") + rows.join(',') + "]}");
        };
        list({"s2", "s1"});
        QVERIFY(live());
        SessionModel model(*session);
        QAbstractItemModelTester tester(&model);
        model.reload();
        QTRY_COMPARE(model.rowCount(), 2);
        const QPersistentModelIndex own = model.index(1, 0);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        const auto ids = [&model] {
            QStringList seen;
            for (int row = 0; row < model.rowCount(); ++row)
                seen << model.session(row).sessionId.toString();
            return seen;
        };
        model.follow(true, std::chrono::milliseconds(20));
        // One came, one has ended.
        list({"s3", "s1"});
        QTRY_COMPARE(ids(), QStringList({"s3", "s1"}));
        QCOMPARE(own.row(), 1);
        QCOMPARE(reset.size(), 0);
        service->on("list_sessions", [](const QJsonObject &) -> ScriptedService::Answer {
            return ErrorObject{rpccode::DependencyFailed, QStringLiteral("disk"), {{"dependency", "storage"}}};
        });
        const int before = service->countOf("list_sessions");
        QTRY_VERIFY(service->countOf("list_sessions") > before);
        settle();
        QCOMPARE(model.loadState(), LoadState::Ready);
        QCOMPARE(model.rowCount(), 2);
        model.follow(false);
        const int last = service->countOf("list_sessions");
        settle();
        QCOMPARE(service->countOf("list_sessions"), last);
    }

    void signOutForgetsEverybody()
    {
        service->on("list_users", quoted("{'users':[") + userRow("bob") + "]}");
        QVERIFY(live());
        UserModel model(*session);
        model.reload();
        QTRY_COMPARE(model.rowCount(), 1);
        session->signOut();
        QCOMPARE(model.rowCount(), 0);
    }
};

CS_TEST(TestAccountModels)
#include "tst_accountmodels.moc"

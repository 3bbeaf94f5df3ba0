#include <QJsonArray>

#include "api/keys.h"
#include "support/testprogram.h"
#include "unit/methods/rightsmethodsrig.h"

using namespace cs;

class TestKeyMethods : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_rig = std::make_unique<RightsMethodsRig>(); }
    void cleanup() { m_rig.reset(); }

    void onlyAdminsGetIn();
    void keyIsMadeListedRotatedAndRevoked();
    void listShowsNoSecret();
    void keyForCamerasSeesThoseOnly();
    void wrongOrdersAreRefused();
    void devicesThatTheCallerDoesNotSeeAreUnknown();

private:
    Result<TokenHolder> admit(const QJsonObject &made)
    {
        return m_rig->keys.admit(made.value("api_key").toString().toLatin1(), m_rig->cameras.clock.now());
    }

    std::unique_ptr<RightsMethodsRig> m_rig;
};

void TestKeyMethods::onlyAdminsGetIn()
{
    for (const char *method : {"create_api_key", "rotate_api_key", "list_api_keys", "revoke_api_key"}) {
        QVERIFY(m_rig->table.find(QString::fromLatin1(method)));
        QCOMPARE(m_rig->refusal(method, {}, Principal::user("bob", Role::Operator)), QString("denied"));
    }
}

void TestKeyMethods::keyIsMadeListedRotatedAndRevoked()
{
    const auto made = m_rig->call("create_api_key", {{"name", "Wall"}, {"role", "viewer"}});
    QVERIFY(made.ok());
    QCOMPARE(made->value("name").toString(), QString("Wall"));
    QCOMPARE(made->value("created_by").toString(), QString("root"));
    QVERIFY(!made->contains("devices"));
    QVERIFY(!made->contains("expires_at"));
    QVERIFY(admit(*made).ok());
    const QString id = made->value("key_id").toString();
    const QJsonObject row = m_rig->call("list_api_keys")->value("keys").toArray().at(0).toObject();
    QCOMPARE(row.value("key_id").toString(), id);
    QCOMPARE(row.value("role").toString(), QString("viewer"));
    QVERIFY(row.contains("last_used_at"));
    const auto rotated = m_rig->call("rotate_api_key", {{"key_id", id}});
    QCOMPARE(rotated->value("key_id").toString(), id);
    QVERIFY(!admit(*made).ok());
    QVERIFY(admit(*rotated).ok());
    QCOMPARE(m_rig->call("revoke_api_key", {{"key_id", id}})->value("revoked").toBool(), true);
    QVERIFY(!admit(*rotated).ok());
    QCOMPARE(m_rig->refusal("revoke_api_key", {{"key_id", id}}), QString("no api_key"));
    QCOMPARE(m_rig->refusal("rotate_api_key", {{"key_id", id}}), QString("no api_key"));
    QVERIFY(m_rig->call("list_api_keys")->value("keys").toArray().isEmpty());
}

void TestKeyMethods::listShowsNoSecret()
{
    const auto made = m_rig->call("create_api_key", {{"name", "Wall"}, {"role", "admin"}});
    const QByteArray text = made->value("api_key").toString().toLatin1();
    const QByteArray list = QJsonDocument(*m_rig->call("list_api_keys")).toJson();
    QVERIFY(!list.contains(text.mid(21, 43)));
    QVERIFY(!list.contains("api_key"));
    QVERIFY(!list.contains("hash"));
}

void TestKeyMethods::keyForCamerasSeesThoseOnly()
{
    const auto made = m_rig->call("create_api_key", {{"name", "Wall"},
                                                     {"role", "operator"},
                                                     {"expires_at", "2026-01-01T01:00:00.000Z"},
                                                     {"devices", QJsonArray{"camera1", "camera1"}}});
    QVERIFY(made.ok());
    QCOMPARE(made->value("devices").toArray(), QJsonArray{"camera1"});
    QCOMPARE(made->value("expires_at").toString(), QString("2026-01-01T01:00:00.000Z"));
    const auto holder = admit(*made);
    QCOMPARE(m_rig->views.visible(holder->principal).size(), size_t(1));
    QVERIFY(m_rig->views.findToOperate(holder->principal, CameraId(1)).ok());
    QCOMPARE(m_rig->views.find(holder->principal, CameraId(0)).error().code, ErrorCode::NotFound);
    QVERIFY(waitFor(m_rig->cameras.registry->removeByUrl(Yard)).ok());
    const QJsonObject row = m_rig->call("list_api_keys")->value("keys").toArray().at(0).toObject();
    // None is left, which is not the same as all.
    QVERIFY(row.contains("devices"));
    QVERIFY(row.value("devices").toArray().isEmpty());
}

void TestKeyMethods::wrongOrdersAreRefused()
{
    const auto refusal = [this](QJsonObject more) {
        more.insert("name", "Wall");
        if (!more.contains("role"))
            more.insert("role", "viewer");
        return m_rig->refusal("create_api_key", more);
    };
    QCOMPARE(refusal({{"devices", QJsonArray()}}), QString("param devices"));
    QCOMPARE(refusal({{"devices", QJsonArray{"camera7"}}}), QString("no camera"));
    QCOMPARE(refusal({{"devices", QJsonArray{"/dev/video0"}}}), QString("param devices.0"));
    QCOMPARE(refusal({{"expires_at", "2020-01-01T00:00:00Z"}}), QString("param expires_at"));
    QCOMPARE(refusal({{"expires_at", "tomorrow"}}), QString("param expires_at"));
    QCOMPARE(refusal({{"role", "root"}}), QString("param role"));
    QCOMPARE(m_rig->refusal("create_api_key", {{"name", ""}, {"role", "viewer"}}), QString("param name"));
    QCOMPARE(m_rig->refusal("rotate_api_key", {{"key_id", QString(65, u'k')}}), QString("param key_id"));
    QVERIFY(m_rig->keys.all().empty());
}

void TestKeyMethods::devicesThatTheCallerDoesNotSeeAreUnknown()
{
    const Principal half = RightsMethodsRig::halfAdmin();
    const QJsonObject order{{"name", "Wall"}, {"role", "viewer"}, {"devices", QJsonArray{"camera1"}}};
    QCOMPARE(m_rig->refusal("create_api_key", order, half), QString("no camera"));
    const auto made = m_rig->call("create_api_key", {{"name", "Hall"}, {"role", "viewer"}}, half);
    QCOMPARE(made->value("devices").toArray(), QJsonArray{"camera0"});
    QVERIFY(m_rig->call("create_api_key", order).ok());
    const QJsonArray keys = m_rig->call("list_api_keys", {}, half)->value("keys").toArray();
    QCOMPARE(keys.size(), 2);
    for (const QJsonValue &key : keys)
        QVERIFY(!key.toObject().value("devices").toArray().contains("camera1"));
}

CS_TEST(TestKeyMethods)
#include "tst_keymethods.moc"

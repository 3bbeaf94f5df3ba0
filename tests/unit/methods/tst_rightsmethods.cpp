#include <QJsonArray>

#include "api/rights.h"
#include "support/testprogram.h"
#include "unit/methods/rightsmethodsrig.h"

using namespace cs;

class TestRightsMethods : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_rig = std::make_unique<RightsMethodsRig>(); }
    void cleanup() { m_rig.reset(); }

    void onlyAdminsGetIn();
    void groupIsMadeListedChangedAndRemoved();
    void grantIsGivenListedAndTakenBack();
    void grantOnAGroupNamesTheGroup();
    void exactlyOneOfDeviceAndGroup();
    void unknownThingsAreNotFound();
    void camerasThatTheCallerDoesNotSeeAreUnknown();
    void listsLeaveOutWhatTheCallerDoesNotSee();
    void groupKeepsCamerasThatTheCallerDoesNotSee();
    void removedCamerasAreNotListed();
    void repliesFitTheirDeclarations();

private:
    static QJsonArray devices(const QStringList &names) { return QJsonArray::fromStringList(names); }

    std::unique_ptr<RightsMethodsRig> m_rig;
};

void TestRightsMethods::onlyAdminsGetIn()
{
    for (const char *method : {"list_groups", "create_group", "update_group", "delete_group", "list_grants",
                               "grant_access", "revoke_access"}) {
        QVERIFY(m_rig->table.find(QString::fromLatin1(method)));
        QCOMPARE(m_rig->refusal(method, {}, Principal::user("bob", Role::Operator)), QString("denied"));
    }
}

void TestRightsMethods::groupIsMadeListedChangedAndRemoved()
{
    const QJsonObject yard{{"name", "Yard"}, {"devices", devices({"camera1", "camera0", "camera1"})}};
    const auto made = m_rig->call("create_group", yard);
    QVERIFY(made.ok());
    QCOMPARE(*made, (QJsonObject{{"name", "Yard"}, {"devices", devices({"camera0", "camera1"})}}));
    QCOMPARE(m_rig->call("create_group", {{"name", "hall"}})->value("devices").toArray().size(), 0);
    QCOMPARE(m_rig->refusal("create_group", {{"name", "YARD"}}), QString("state exists"));
    QCOMPARE(m_rig->refusal("create_group", {{"name", " yard"}}), QString("param name"));
    const auto changed = m_rig->call("update_group", {{"name", "yard"}, {"devices", devices({"camera1"})}});
    QCOMPARE(*changed, (QJsonObject{{"name", "Yard"}, {"devices", devices({"camera1"})}}));
    const QJsonArray groups = m_rig->call("list_groups")->value("groups").toArray();
    QCOMPARE(groups.size(), 2);
    QCOMPARE(groups.at(0).toObject().value("name").toString(), QString("hall"));
    QCOMPARE(groups.at(1).toObject(), *changed);
    QCOMPARE(m_rig->call("delete_group", {{"name", "Yard"}})->value("deleted").toBool(), true);
    QCOMPARE(m_rig->refusal("delete_group", {{"name", "Yard"}}), QString("no group"));
}

void TestRightsMethods::grantIsGivenListedAndTakenBack()
{
    const QJsonObject grant{{"username", "bob"}, {"device", "camera0"}, {"access", "operate"}};
    QCOMPARE(*m_rig->call("grant_access", {{"username", "BOB"}, {"device", "camera0"}, {"access", "operate"}}), grant);
    QVERIFY(m_rig->rights.rightsOf("bob")->cameras.value(CameraId(0)) == CameraAccess::Operate);
    QCOMPARE(m_rig->call("list_grants")->value("grants").toArray(), QJsonArray{grant});
    QCOMPARE(m_rig->call("list_grants", {{"username", "Bob"}})->value("grants").toArray(), QJsonArray{grant});
    QVERIFY(m_rig->call("list_grants", {{"username", "eve"}})->value("grants").toArray().isEmpty());
    QCOMPARE(m_rig->call("revoke_access", grant)->value("revoked").toBool(), true);
    QVERIFY(m_rig->rights.rightsOf("bob")->cameras.value(CameraId(0)) == CameraAccess::View);
    QCOMPARE(m_rig->refusal("revoke_access", grant), QString("no grant"));
    QVERIFY(m_rig->call("revoke_access", {{"username", "bob"}, {"device", "camera0"}, {"access", "view"}}).ok());
    QVERIFY(m_rig->rights.rightsOf("bob")->cameras.isEmpty());
}

void TestRightsMethods::grantOnAGroupNamesTheGroup()
{
    QVERIFY(m_rig->call("create_group", {{"name", "Yard"}, {"devices", devices({"camera1"})}}).ok());
    const QJsonObject grant{{"username", "bob"}, {"group", "Yard"}, {"access", "view"}};
    QCOMPARE(*m_rig->call("grant_access", {{"username", "bob"}, {"group", "yARD"}, {"access", "view"}}), grant);
    QCOMPARE(m_rig->call("list_grants")->value("grants").toArray(), QJsonArray{grant});
    QVERIFY(m_rig->rights.rightsOf("bob")->cameras.contains(CameraId(1)));
}

void TestRightsMethods::exactlyOneOfDeviceAndGroup()
{
    for (const char *method : {"grant_access", "revoke_access"}) {
        QCOMPARE(m_rig->refusal(method, {{"username", "bob"}, {"access", "view"}}), QString("param device"));
        QCOMPARE(
            m_rig->refusal(method, {{"username", "bob"}, {"device", "camera0"}, {"group", "yard"}, {"access", "view"}}),
            QString("param device"));
    }
}

void TestRightsMethods::unknownThingsAreNotFound()
{
    const QJsonObject view{{"username", "bob"}, {"access", "view"}};
    auto with = [&view](QJsonObject more) {
        for (auto it = view.begin(); it != view.end(); ++it)
            more.insert(it.key(), more.value(it.key()).isUndefined() ? it.value() : more.value(it.key()));
        return more;
    };
    QCOMPARE(m_rig->refusal("grant_access", with({{"device", "camera7"}})), QString("no camera"));
    QCOMPARE(m_rig->refusal("grant_access", with({{"device", "camera07"}})), QString("no camera"));
    QCOMPARE(m_rig->refusal("grant_access", with({{"group", "none"}})), QString("no group"));
    QCOMPARE(m_rig->refusal("grant_access", with({{"device", "camera0"}, {"username", "nobody"}})), QString("no user"));
    QCOMPARE(m_rig->refusal("grant_access", with({{"device", "camera0"}, {"username", "key:x"}})), QString("no user"));
    QCOMPARE(m_rig->refusal("list_grants", {{"username", "nobody"}}), QString("no user"));
    QCOMPARE(m_rig->refusal("create_group", {{"name", "a"}, {"devices", devices({"camera0", "camera7"})}}),
             QString("no camera"));
    QCOMPARE(m_rig->refusal("update_group", {{"name", "none"}, {"devices", devices({})}}), QString("no group"));
    QVERIFY(m_rig->call("list_groups")->value("groups").toArray().isEmpty());
}

void TestRightsMethods::camerasThatTheCallerDoesNotSeeAreUnknown()
{
    const Principal half = RightsMethodsRig::halfAdmin();
    QCOMPARE(m_rig->refusal("grant_access", {{"username", "bob"}, {"device", "camera1"}, {"access", "view"}}, half),
             QString("no camera"));
    QVERIFY(m_rig->call("grant_access", {{"username", "bob"}, {"device", "camera1"}, {"access", "view"}}).ok());
    QCOMPARE(m_rig->refusal("revoke_access", {{"username", "bob"}, {"device", "camera1"}, {"access", "view"}}, half),
             QString("no camera"));
    QCOMPARE(m_rig->refusal("create_group", {{"name", "a"}, {"devices", devices({"camera1"})}}, half),
             QString("no camera"));
}

void TestRightsMethods::listsLeaveOutWhatTheCallerDoesNotSee()
{
    QVERIFY(m_rig->call("create_group", {{"name", "all"}, {"devices", devices({"camera0", "camera1"})}}).ok());
    QVERIFY(m_rig->call("grant_access", {{"username", "bob"}, {"device", "camera0"}, {"access", "view"}}).ok());
    QVERIFY(m_rig->call("grant_access", {{"username", "bob"}, {"device", "camera1"}, {"access", "view"}}).ok());
    const Principal half = RightsMethodsRig::halfAdmin();
    const auto grants = m_rig->call("list_grants", {}, half)->value("grants").toArray();
    QCOMPARE(grants.size(), 1);
    QCOMPARE(grants.at(0).toObject().value("device").toString(), QString("camera0"));
    const auto groups = m_rig->call("list_groups", {}, half)->value("groups").toArray();
    QCOMPARE(groups.at(0).toObject().value("devices").toArray(), devices({"camera0"}));
}

void TestRightsMethods::groupKeepsCamerasThatTheCallerDoesNotSee()
{
    QVERIFY(m_rig->call("create_group", {{"name", "all"}, {"devices", devices({"camera0", "camera1"})}}).ok());
    const auto seen = m_rig->call("update_group", {{"name", "all"}, {"devices", devices({})}},
                                  RightsMethodsRig::halfAdmin());
    QCOMPARE(seen->value("devices").toArray(), devices({}));
    QCOMPARE(m_rig->call("list_groups")->value("groups").toArray().at(0).toObject().value("devices").toArray(),
             devices({"camera1"}));
}

void TestRightsMethods::removedCamerasAreNotListed()
{
    QVERIFY(m_rig->call("create_group", {{"name", "all"}, {"devices", devices({"camera0", "camera1"})}}).ok());
    QVERIFY(m_rig->call("grant_access", {{"username", "bob"}, {"device", "camera1"}, {"access", "view"}}).ok());
    QVERIFY(waitFor(m_rig->cameras.registry->removeByUrl(Yard)).ok());
    QVERIFY(m_rig->call("list_grants")->value("grants").toArray().isEmpty());
    QCOMPARE(m_rig->call("list_groups")->value("groups").toArray().at(0).toObject().value("devices").toArray(),
             devices({"camera0"}));
    QCOMPARE(m_rig->refusal("grant_access", {{"username", "bob"}, {"device", "camera1"}, {"access", "view"}}),
             QString("no camera"));
}

void TestRightsMethods::repliesFitTheirDeclarations()
{
    const auto fits = [](const QJsonObject &reply, auto example) {
        const auto value = json::parse(QJsonDocument(reply).toJson());
        return json::fromValue<decltype(example)>(*value, json::Unknown::Refuse).ok();
    };
    QVERIFY(m_rig->call("create_group", {{"name", "g"}, {"devices", devices({"camera0"})}}).ok());
    QVERIFY(m_rig->call("grant_access", {{"username", "bob"}, {"group", "g"}, {"access", "view"}}).ok());
    QVERIFY(fits(*m_rig->call("list_groups"), api::ListGroups::Reply()));
    QVERIFY(fits(*m_rig->call("list_grants"), api::ListGrants::Reply()));
}

CS_TEST(TestRightsMethods)
#include "tst_rightsmethods.moc"

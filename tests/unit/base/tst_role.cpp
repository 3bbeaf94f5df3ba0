
#include "base/role.h"
#include "support/testprogram.h"

using namespace cs;

// Names, order and permissions of the roles.
class TestRole : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void namesRoundTrip();
    void otherWordsAreNoRoles();
    void eachRoleIncludesThoseBefore();
    void accessHasNamesAndAnOrder();
};

void TestRole::namesRoundTrip()
{
    for (const Role role : {Role::Viewer, Role::Operator, Role::Admin})
        QCOMPARE(roleFromString(toString(role)), std::optional(role));
    QCOMPARE(toString(Role::Operator), QString("operator"));
}

void TestRole::otherWordsAreNoRoles()
{
    for (const char16_t *word : {u"", u"Admin", u"root", u"viewer ", u"none"})
        QVERIFY(!roleFromString(QStringView(word)));
}

void TestRole::eachRoleIncludesThoseBefore()
{
    QVERIFY(Role::Viewer < Role::Operator && Role::Operator < Role::Admin);
    QCOMPARE(permissionsOf(Role::Viewer), QStringList({"view"}));
    QCOMPARE(permissionsOf(Role::Operator), QStringList({"view", "control"}));
    QCOMPARE(permissionsOf(Role::Admin), QStringList({"view", "control", "admin"}));
}

void TestRole::accessHasNamesAndAnOrder()
{
    QVERIFY(CameraAccess::View < CameraAccess::Operate);
    for (const CameraAccess access : {CameraAccess::View, CameraAccess::Operate})
        QCOMPARE(cameraAccessFromString(toString(access)), std::optional(access));
    QVERIFY(!cameraAccessFromString(u"admin"));
    QVERIFY(!cameraAccessFromString(u""));
}

CS_TEST(TestRole)
#include "tst_role.moc"

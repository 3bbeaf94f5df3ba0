
#include "auth/accesspolicy.h"
#include "support/testprogram.h"

using namespace cs;

class TestAccessPolicy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rolesIncludeThoseBelow();
    void nobodyMayDoAnything();
    void camerasOutsideTheGrantAreInvisible();
    void aGrantToViewDoesNotLetOperate();
    void untilThePasswordIsChangedNothingElseWorks();
    void viewersDoNotOperate();
    void controlAndServiceMayDoEverything();
    void whatNoCameraBoundsIsForThoseWhoSeeAll();
};

void TestAccessPolicy::rolesIncludeThoseBelow()
{
    const AccessPolicy policy;
    for (const Role have : {Role::Viewer, Role::Operator, Role::Admin}) {
        for (const Role required : {Role::Viewer, Role::Operator, Role::Admin}) {
            const auto result = policy.allow(Principal::user(QStringLiteral("a"), have), required);
            QCOMPARE(result.ok(), have >= required);
            if (!result)
                QCOMPARE(result.error().data,
                         QJsonObject({{"required_role", toString(required)}, {"have_role", toString(have)}}));
        }
    }
}

void TestAccessPolicy::nobodyMayDoAnything()
{
    const AccessPolicy policy;
    Principal nobody;
    nobody.role = Role::Admin;
    nobody.allCameras = true;
    QCOMPARE(policy.allow(nobody, Role::Viewer).error().code, ErrorCode::Unauthenticated);
    QVERIFY(!policy.mayView(nobody, CameraId(0)));
    QVERIFY(!policy.mayOperate(nobody, CameraId(0)));
}

void TestAccessPolicy::camerasOutsideTheGrantAreInvisible()
{
    const AccessPolicy policy;
    Principal guest = Principal::user(QStringLiteral("guest"), Role::Operator);
    guest.allCameras = false;
    guest.cameras = {{CameraId(1), CameraAccess::Operate}, {CameraId(2), CameraAccess::View}};
    QVERIFY(policy.mayView(guest, CameraId(1)));
    QVERIFY(policy.mayOperate(guest, CameraId(1)));
    QVERIFY(!policy.mayView(guest, CameraId(0)));
    QVERIFY(!policy.mayOperate(guest, CameraId(0)));
}

void TestAccessPolicy::aGrantToViewDoesNotLetOperate()
{
    const AccessPolicy policy;
    for (const Role role : {Role::Viewer, Role::Operator, Role::Admin}) {
        Principal guest = Principal::user(QStringLiteral("guest"), role);
        guest.allCameras = false;
        guest.cameras = {{CameraId(1), CameraAccess::Operate}, {CameraId(2), CameraAccess::View}};
        QVERIFY(policy.mayView(guest, CameraId(2)));
        QVERIFY(!policy.mayOperate(guest, CameraId(2)));
        QVERIFY(policy.roleAt(guest, CameraId(2)) == Role::Viewer);
        QVERIFY(policy.roleAt(guest, CameraId(1)) == role);
        QCOMPARE(policy.mayOperate(guest, CameraId(1)), role >= Role::Operator);
        QCOMPARE(guest.visibleCameras(), std::optional(QSet<CameraId>{CameraId(1), CameraId(2)}));
    }
    QCOMPARE(Principal::user(QStringLiteral("all"), Role::Viewer).visibleCameras(), std::nullopt);
}

void TestAccessPolicy::untilThePasswordIsChangedNothingElseWorks()
{
    const AccessPolicy policy;
    Principal user = Principal::user(QStringLiteral("new"), Role::Admin);
    user.mustChangePassword = true;
    QVERIFY(policy.allow(user, Role::Viewer, "change_password").ok());
    QVERIFY(policy.allow(user, Role::Viewer, "logout").ok());
    QVERIFY(!policy.mayView(user, CameraId(0)));
    QVERIFY(!policy.mayOperate(user, CameraId(0)));
    for (const char *method : {"", "get_camera_list", "change_password_", "Logout"}) {
        const auto refused = policy.allow(user, Role::Viewer, method);
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().code, ErrorCode::Unauthenticated);
        QVERIFY(refused.error().data.value("reason").toString().contains("change_password"));
    }
}

void TestAccessPolicy::viewersDoNotOperate()
{
    const AccessPolicy policy;
    const Principal viewer = Principal::user(QStringLiteral("v"), Role::Viewer);
    QVERIFY(policy.mayView(viewer, CameraId(7)));
    QVERIFY(!policy.mayOperate(viewer, CameraId(7)));
    QVERIFY(!policy.mayView(viewer, CameraId()));
}

void TestAccessPolicy::controlAndServiceMayDoEverything()
{
    const AccessPolicy policy;
    for (const Principal &principal : {Principal::control(QStringLiteral("root")), Principal::service()}) {
        QVERIFY(policy.allow(principal, Role::Admin).ok());
        QVERIFY(policy.mayOperate(principal, CameraId(3)));
    }
}

void TestAccessPolicy::whatNoCameraBoundsIsForThoseWhoSeeAll()
{
    const AccessPolicy policy;
    Principal half = Principal::user(QStringLiteral("half"), Role::Admin);
    QVERIFY(policy.allowForAllCameras(half, Role::Admin).ok());
    QVERIFY(policy.allowForAllCameras(Principal::control(QStringLiteral("root")), Role::Admin).ok());
    half.allCameras = false;
    half.cameras = {{CameraId(0), CameraAccess::Operate}};
    const auto refused = policy.allowForAllCameras(half, Role::Admin);
    QCOMPARE(refused.error().code, ErrorCode::PermissionDenied);
    QCOMPARE(refused.error().data.value("required_role").toString(), QString("admin"));
    QCOMPARE(refused.error().data.value("have_role").toString(), QString("admin"));
    QVERIFY(!refused.error().data.value("reason").toString().isEmpty());
}

CS_TEST(TestAccessPolicy)
#include "tst_accesspolicy.moc"

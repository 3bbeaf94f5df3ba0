
#include "auth/accesspolicy.h"
#include "support/testprogram.h"

using namespace cs;

class TestAccessPolicy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rolesIncludeThoseBelow();
    void nobodyMayDoAnything();
    void camerasOutsideTheGrantAreInvisible();
    void viewersDoNotOperate();
    void controlAndServiceMayDoEverything();
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
    guest.cameras = {CameraId(1)};
    QVERIFY(policy.mayView(guest, CameraId(1)));
    QVERIFY(policy.mayOperate(guest, CameraId(1)));
    QVERIFY(!policy.mayView(guest, CameraId(0)));
    QVERIFY(!policy.mayOperate(guest, CameraId(0)));
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

CS_TEST(TestAccessPolicy)
#include "tst_accesspolicy.moc"

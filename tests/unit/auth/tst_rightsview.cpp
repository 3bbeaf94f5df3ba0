#include "auth/plainname.h"
#include "auth/rightsview.h"
#include "support/testprogram.h"

using namespace cs;

class TestRightsView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void userIsKnownInEverySpelling();
    void camerasStayWhenTheRoleChanges();
    void unknownUserTakesNoCameras();
    void removedUserComesBackWithoutCameras();
    void commonRightsAreTheLesserOfBoth_data();
    void commonRightsAreTheLesserOfBoth();
    void appliedRightsAreWhatThePartyHolds();
    void namesOfKeysAreNoUserNames();
    void plainNamesLookTheSameToAll_data();
    void plainNamesLookTheSameToAll();
    void namesAreComparedWithoutCaseAndWidth();
};

void TestRightsView::userIsKnownInEverySpelling()
{
    RightsView view;
    QVERIFY(!view.rightsOf("bob"));
    view.setUser("Bob", Role::Operator, true, true);
    view.setCameras("BOB", {{CameraId(1), CameraAccess::Operate}});
    const auto rights = view.rightsOf("bob");
    QVERIFY(rights);
    QCOMPARE(*rights, (Rights{Role::Operator, true, false, {{CameraId(1), CameraAccess::Operate}}}));
    QVERIFY(!view.rightsOf("bobby"));
}

void TestRightsView::camerasStayWhenTheRoleChanges()
{
    RightsView view;
    view.setUser("bob", Role::Operator, true, true);
    view.setCameras("bob", {{CameraId(1), CameraAccess::View}});
    view.setUser("bob", Role::Viewer, false, false);
    QCOMPARE(*view.rightsOf("bob"), (Rights{Role::Viewer, false, true, {{CameraId(1), CameraAccess::View}}}));
}

void TestRightsView::unknownUserTakesNoCameras()
{
    RightsView view;
    view.setCameras("bob", {{CameraId(1), CameraAccess::View}});
    QVERIFY(!view.rightsOf("bob"));
    view.setUser("bob", Role::Viewer, true, true);
    QVERIFY(view.rightsOf("bob")->cameras.isEmpty());
}

void TestRightsView::removedUserComesBackWithoutCameras()
{
    RightsView view;
    view.setUser("bob", Role::Viewer, true, true);
    view.setCameras("bob", {{CameraId(1), CameraAccess::View}});
    view.removeUser("Bob");
    QVERIFY(!view.rightsOf("bob"));
    view.setUser("bob", Role::Viewer, true, true);
    QVERIFY(view.rightsOf("bob")->cameras.isEmpty());
}

void TestRightsView::commonRightsAreTheLesserOfBoth_data()
{
    QTest::addColumn<Rights>("a");
    QTest::addColumn<Rights>("b");
    QTest::addColumn<Rights>("both");
    const auto view = CameraAccess::View;
    const auto operate = CameraAccess::Operate;
    const Rights all{Role::Admin, true, true, {}};
    const Rights some{Role::Operator, true, false, {{CameraId(1), operate}, {CameraId(2), view}}};
    const Rights others{Role::Viewer, true, false, {{CameraId(2), operate}, {CameraId(3), operate}}};
    const Rights off{Role::Viewer, false, true, {}};
    QTest::newRow("all and some") << all << some << some;
    QTest::newRow("some and others") << some << others << Rights{Role::Viewer, true, false, {{CameraId(2), view}}};
    QTest::newRow("all and nobody") << all << Rights() << Rights();
    QTest::newRow("disabled") << all << off << off;
}

void TestRightsView::commonRightsAreTheLesserOfBoth()
{
    QFETCH(Rights, a);
    QFETCH(Rights, b);
    QFETCH(Rights, both);
    QCOMPARE(commonRights(a, b), both);
    QCOMPARE(commonRights(b, a), both);
}

void TestRightsView::appliedRightsAreWhatThePartyHolds()
{
    Principal party = Principal::user("bob", Role::Admin);
    const Rights some{Role::Operator, true, false, {{CameraId(1), CameraAccess::View}}};
    applyRights(some, party);
    QCOMPARE(rightsHeldBy(party), some);
    // Grants of who sees everything anyway do not matter.
    applyRights({Role::Viewer, true, true, {{CameraId(1), CameraAccess::View}}}, party);
    QCOMPARE(party, Principal::user("bob", Role::Viewer));
}

void TestRightsView::namesOfKeysAreNoUserNames()
{
    QCOMPARE(keyUserId("wall"), QString("key:wall"));
    QVERIFY(isKeyUserId("key:wall"));
    QVERIFY(isKeyUserId("KEY:wall"));
    QVERIFY(isKeyUserId(QStringLiteral("\uff4bey\uff1awall")));
    QVERIFY(!isKeyUserId("keymaster"));
}

void TestRightsView::plainNamesLookTheSameToAll_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("good");
    QTest::newRow("words") << QString("Wall display (2nd floor)") << true;
    QTest::newRow("other scripts") << QString::fromUtf8("玄関 カメラ") << true;
    QTest::newRow("emoji") << QString::fromUtf8("📷") << true;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("blank") << QString("   ") << false;
    QTest::newRow("space before") << QString(" a") << false;
    QTest::newRow("space behind") << QString("a ") << false;
    QTest::newRow("line end") << QString("a\nb") << false;
    QTest::newRow("escape") << QString("a\x1b[31m") << false;
    QTest::newRow("writing direction") << QStringLiteral("a\u202eb") << false;
    QTest::newRow("zero width") << QStringLiteral("a\u200bb") << false;
    QTest::newRow("filler") << QStringLiteral("a\u3164b") << false;
    QTest::newRow("selector") << QStringLiteral("a\ufe0f") << false;
    QTest::newRow("half a character") << QString(QChar(0xd800)) << false;
    QTest::newRow("paragraph") << QStringLiteral("a\u2029b") << false;
}

void TestRightsView::plainNamesLookTheSameToAll()
{
    QFETCH(QString, name);
    const auto plain = plainName("name", name);
    QTEST(plain.ok(), "good");
    if (!plain.ok()) {
        QCOMPARE(plain.error().code, ErrorCode::InvalidParams);
        QCOMPARE(plain.error().data.value("param").toString(), QString("name"));
    }
}

void TestRightsView::namesAreComparedWithoutCaseAndWidth()
{
    QCOMPARE(foldedName("YARD"), QString("yard"));
    QCOMPARE(foldedName(QString::fromUtf8("Ｙard")), QString("yard"));
    QCOMPARE(foldedName(QStringLiteral("e\u0301")), foldedName(QStringLiteral("\u00c9")));
    for (const QString &name : {QStringLiteral("\u0345\u03b9"), QStringLiteral("\ufb01x"), QString("Straße")})
        QCOMPARE(foldedName(foldedName(name)), foldedName(name));
}

CS_TEST(TestRightsView)
#include "tst_rightsview.moc"

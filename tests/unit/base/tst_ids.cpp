#include <unordered_set>

#include <QSet>

#include "base/ids.h"
#include "support/testprogram.h"

using namespace cs;

// Camera ids on the wire and as keys.
class TestIds : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cameraNamesAreRead_data();
    void cameraNamesAreRead();
    void wellFormedNamesThatNoCameraHasAreNowhere();
    void oneCameraHasOneName();
    void orderAndHashFollowTheNumber();
    void sessionIdIsValidOnceSet();
};

void TestIds::cameraNamesAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("number");  // -1: refused
    const auto row = [](const char *name, const QString &text, int number) { QTest::newRow(name) << text << number; };
    row("first", "camera0", 0);
    row("second", "camera1", 1);
    row("many", "camera123456", 123456);
    row("greatest", "camera999999999", 999999999);
    row("empty", "", -1);
    row("no number", "camera", -1);
    row("capital", "Camera0", -1);
    row("minus", "camera-1", -1);
    row("plus", "camera+1", -1);
    row("fraction", "camera1.5", -1);
    row("hexadecimal", "camera0x1", -1);
    row("space before", " camera0", -1);
    row("space after", "camera0 ", -1);
    row("newline after", "camera0\n", -1);
    row("device path", "/dev/video0", -1);
    row("path", "camera0/../x", -1);
    row("digits of another script", QString::fromUtf8("camera١"), -1);
    row("full-width digit", QString::fromUtf8("camera１"), -1);
    row("NUL after", QString("camera0") + QChar(0), -1);
    row("other word", "kamera0", -1);
}

void TestIds::cameraNamesAreRead()
{
    QFETCH(QString, text);
    QFETCH(int, number);
    const auto id = CameraId::parse(text);
    QCOMPARE(id.has_value(), number >= 0);
    if (id) {
        QVERIFY(id->isValid());
        QCOMPARE(int(id->number()), number);
        QCOMPARE(id->toString(), text);
    }
}

void TestIds::wellFormedNamesThatNoCameraHasAreNowhere()
{
    const QStringList texts{"camera00",         "camera007",        "camera1000000000",
                            "camera4294967295", "camera4294967296", "camera" + QString(5000, '9')};
    for (const QString &text : texts) {
        const auto id = CameraId::parse(text);
        QVERIFY2(id, qPrintable(text.left(40)));
        QVERIFY(id->isValid());
        QVERIFY(id->number() > 999'999'999);
        QCOMPARE(id->toString(), QString("camera?"));
        QVERIFY(*id != CameraId());
    }
}

void TestIds::oneCameraHasOneName()
{
    QVERIFY(CameraId::parse(u"camera07") != CameraId::parse(u"camera7"));
    QVERIFY(CameraId::parse(u"camera7") == CameraId(7));
}

void TestIds::orderAndHashFollowTheNumber()
{
    QVERIFY(CameraId(2) < CameraId(10));
    const QSet<CameraId> set{CameraId(1), CameraId(2), CameraId(1)};
    QCOMPARE(set.size(), 2);
    const std::unordered_set<CameraId> standard{CameraId(1), CameraId(2), CameraId(1)};
    QCOMPARE(standard.size(), size_t(2));
    QVERIFY(!CameraId().isValid());
    QCOMPARE(CameraId().toString(), QString());
    QCOMPARE((QSet<ConnectionId>{ConnectionId{1}, ConnectionId{1}, ConnectionId{2}}.size()), 2);
}

void TestIds::sessionIdIsValidOnceSet()
{
    QVERIFY(!SessionId().isValid());
    QVERIFY(SessionId("s").isValid());
    QVERIFY(SessionId("s") == SessionId("s"));
    QVERIFY(SessionId("s") != SessionId("t"));
}

CS_TEST(TestIds)
#include "tst_ids.moc"

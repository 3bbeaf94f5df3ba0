
#include "api/cameras.h"
#include "events/event.h"
#include "support/testprogram.h"

using namespace cs;

// Faces and the slots for the host name in them.
class TestEvent : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void slotsComeFromRealEscapesOnly_data();
    void slotsComeFromRealEscapesOnly();
    void faceOfAStructHasItsSlots();
};

void TestEvent::slotsComeFromRealEscapesOnly_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("withSlots");
    QTest::newRow("none") << QByteArray(R"({"a":"b"})") << QByteArray(R"({"a":"b"})");
    QTest::newRow("one") << QByteArray(R"({"a":"x\u0001y"})") << QByteArray("{\"a\":\"x\001y\"}");
    QTest::newRow("two side by side") << QByteArray(R"(["\u0001\u0001"])") << QByteArray("[\"\001\001\"]");
    QTest::newRow("backslash and the letters") << QByteArray(R"(["\\u0001"])") << QByteArray(R"(["\\u0001"])");
    QTest::newRow("backslash and a slot") << QByteArray(R"(["\\\u0001"])") << QByteArray("[\"\\\\\001\"]");
    QTest::newRow("another escape") << QByteArray(R"(["\u0002\u00010"])") << QByteArray("[\"\\u0002\0010\"]");
    QTest::newRow("at the end") << QByteArray(R"(\u0001)") << QByteArray("\001");
    QTest::newRow("cut off") << QByteArray("\\u0001\\") << QByteArray("\001\\");
    QTest::newRow("nothing") << QByteArray() << QByteArray();
}

void TestEvent::slotsComeFromRealEscapesOnly()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, withSlots);
    QCOMPARE(withHostSlots(json), withSlots);
    QCOMPARE(withoutHostSlots(withSlots), json);
}

void TestEvent::faceOfAStructHasItsSlots()
{
    api::CameraRow row;
    row.device = CameraId(3);
    row.name = "backslash \\u0001";
    row.streams.rtsp = QString("rtsp://%1:8554/camera3").arg(QChar(HostSlot));
    const EventFace face = makeFace("camera_status_update", row);
    QCOMPARE(face.topic, QString("camera_status_update"));
    QVERIFY(face.params.contains("rtsp://\001:8554/camera3"));
    QCOMPARE(face.params.count(HostSlot), 1);
    const auto parsed = json::parse(withoutHostSlots(face.params));
    QVERIFY(parsed.ok());
    QCOMPARE(*parsed->member(u"name")->asString(), row.name);
}

CS_TEST(TestEvent)
#include "tst_event.moc"

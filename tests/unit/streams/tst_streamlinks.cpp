
#include "streams/streamlinks.h"
#include "support/testprogram.h"

using namespace cs;

namespace {

constexpr CameraId Camera{7};
const auto Host = QStringLiteral("cams.example");

}  // namespace

class TestStreamLinks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void plainAddressesAreThoseOfTheContract()
    {
        const StreamLinks links({});
        QCOMPARE(links.rtsp(Camera, Host), QStringLiteral("rtsp://cams.example:8554/camera7"));
        QCOMPARE(links.hls(Camera, Host), QStringLiteral("http://cams.example:8888/camera7/index.m3u8"));
        QCOMPARE(links.whep(Camera, Host), QStringLiteral("http://cams.example:8889/camera7/whep"));
        QCOMPARE(links.webPage(Camera, Host), QStringLiteral("http://cams.example:8889/camera7"));
    }

    void tokensComeInTheQuery()
    {
        const StreamLinks links({});
        QCOMPARE(links.rtsp(Camera, Host, "a-B_9.x"), QStringLiteral("rtsp://cams.example:8554/camera7?token=a-B_9.x"));
        QCOMPARE(links.hls(Camera, Host, "t"), QStringLiteral("http://cams.example:8888/camera7/index.m3u8?token=t"));
        QCOMPARE(links.whep(Camera, Host, "t"), QStringLiteral("http://cams.example:8889/camera7/whep?token=t"));
        QCOMPARE(links.webPage(Camera, Host, "t"), QStringLiteral("http://cams.example:8889/camera7?token=t"));
        QCOMPARE(links.rtsp(Camera, Host, "a&b=/"),
                 QStringLiteral("rtsp://cams.example:8554/camera7?token=a%26b%3D%2F"));
    }

    void hostsAreWrittenAsAddressesWantThem_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("expected");
        QTest::newRow("v6 in brackets") << QStringLiteral("[2001:db8::1]")
                                        << QStringLiteral("rtsp://[2001:db8::1]:8554/camera7");
        QTest::newRow("bare v6") << QStringLiteral("::1") << QStringLiteral("rtsp://[::1]:8554/camera7");
        QTest::newRow("slot") << QString(StreamLinks::HostSlot) << QStringLiteral("rtsp://\x01:8554/camera7");
    }

    void hostsAreWrittenAsAddressesWantThem()
    {
        QFETCH(QString, host);
        QFETCH(QString, expected);
        QCOMPARE(StreamLinks({}).rtsp(Camera, host), expected);
    }

    void portsAndPublicBasesAreConfigurable()
    {
        const StreamLinks ports({1, 2, 3});
        QCOMPARE(ports.rtsp(Camera, Host), QStringLiteral("rtsp://cams.example:1/camera7"));
        QCOMPARE(ports.hls(Camera, Host), QStringLiteral("http://cams.example:2/camera7/index.m3u8"));
        QCOMPARE(ports.webPage(Camera, Host), QStringLiteral("http://cams.example:3/camera7"));

        const StreamLinks bases(
            {}, {{}, QStringLiteral("https://pub.example/hls/"), QStringLiteral("https://pub.example/live")});
        QCOMPARE(bases.rtsp(Camera, Host), QStringLiteral("rtsp://cams.example:8554/camera7"));
        QCOMPARE(bases.hls(Camera, Host, "t"), QStringLiteral("https://pub.example/hls/camera7/index.m3u8?token=t"));
        QCOMPARE(bases.whep(Camera, Host), QStringLiteral("https://pub.example/live/camera7/whep"));
    }
};

CS_TEST(TestStreamLinks)
#include "tst_streamlinks.moc"

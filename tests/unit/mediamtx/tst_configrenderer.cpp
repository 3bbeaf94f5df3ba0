
#include <yaml-cpp/yaml.h>

#include "mediamtx/configrenderer.h"
#include "support/testprogram.h"

using namespace cs;

namespace {

const QByteArray AuthUrl = "http://127.0.0.1:8004/secret";

YAML::Node rendered(const MediaMtxOptions &options, const std::vector<PathConfig> &paths = {})
{
    return YAML::Load(ConfigRenderer(options, AuthUrl).render(paths).toStdString());
}

QString text(const YAML::Node &node)
{
    return QString::fromStdString(node.as<std::string>());
}

PathConfig config(const PathSpec &spec)
{
    const auto result = toPathConfig(spec);
    return result.ok() ? *result : PathConfig();
}

}  // namespace

class TestConfigRenderer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsOpenThatWeDoNotUse()
    {
        const auto yaml = rendered({});
        for (const char *server : {"rtmp", "srt", "moq", "playback", "pprof"})
            QVERIFY2(!yaml[server].as<bool>(), server);
        QCOMPARE(text(yaml["apiAddress"]), QStringLiteral("127.0.0.1:9997"));
        QCOMPARE(text(yaml["metricsAddress"]), QStringLiteral("127.0.0.1:9998"));
        QCOMPARE(yaml["apiAllowOrigins"].size(), size_t(0));
        QCOMPARE(yaml["rtspTransports"].as<std::vector<std::string>>(), std::vector<std::string>{"tcp"});
        QVERIFY(!yaml["paths"]["all_others"]);
        QVERIFY(!yaml["rtpAddress"]);
    }

    void everybodyIsAskedForWithoutException()
    {
        const auto yaml = rendered({});
        QCOMPARE(text(yaml["authMethod"]), QStringLiteral("http"));
        QCOMPARE(text(yaml["authHTTPAddress"]).toLatin1(), AuthUrl);
        // Present and empty: MediaMTX's own list lets everybody in to its API and its metrics.
        QVERIFY(yaml["authHTTPExclude"].IsSequence() && yaml["authHTTPExclude"].size() == 0);
    }

    void recordingsAreNeverDeletedByMediaMtx()
    {
        const auto defaults = rendered({})["pathDefaults"];
        QCOMPARE(text(defaults["recordDeleteAfter"]), QStringLiteral("0s"));
        QCOMPARE(text(defaults["recordSegmentDuration"]), QStringLiteral("24h"));
        QCOMPARE(text(defaults["recordPartDuration"]), QStringLiteral("200ms"));
        QCOMPARE(text(defaults["recordFormat"]), QStringLiteral("fmp4"));
    }

    void listenersFollowTheHost_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("rtsp");
        QTest::addColumn<bool>("offersInterfaces");
        QTest::newRow("all") << QString() << QStringLiteral(":8554") << true;
        QTest::newRow("any v4") << QStringLiteral("0.0.0.0") << QStringLiteral("0.0.0.0:8554") << true;
        QTest::newRow("any v6") << QStringLiteral("::") << QStringLiteral("[::]:8554") << true;
        QTest::newRow("loopback") << QStringLiteral("127.0.0.1") << QStringLiteral("127.0.0.1:8554") << false;
        QTest::newRow("one v6") << QStringLiteral("2001:db8::1") << QStringLiteral("[2001:db8::1]:8554") << false;
    }

    void listenersFollowTheHost()
    {
        QFETCH(QString, host);
        QFETCH(QString, rtsp);
        QFETCH(bool, offersInterfaces);
        MediaMtxOptions options;
        options.host = host;
        const auto yaml = rendered(options);
        QCOMPARE(text(yaml["rtspAddress"]), rtsp);
        QCOMPARE(yaml["webrtcIPsFromInterfaces"].as<bool>(), offersInterfaces);
        QCOMPARE(yaml["webrtcAdditionalHosts"].size(), size_t(offersInterfaces ? 0 : 1));
        QCOMPARE(text(yaml["apiAddress"]), QStringLiteral("127.0.0.1:9997"));
    }

    void weReachOurselvesWhereverItListens()
    {
        QCOMPARE(ownHost({}), QStringLiteral("127.0.0.1"));
        QCOMPARE(ownHost(QStringLiteral("0.0.0.0")), QStringLiteral("127.0.0.1"));
        QCOMPARE(ownHost(QStringLiteral("::")), QStringLiteral("127.0.0.1"));
        QCOMPARE(ownHost(QStringLiteral("127.0.0.1")), QStringLiteral("127.0.0.1"));
        QCOMPARE(ownHost(QStringLiteral("192.0.2.7")), QStringLiteral("192.0.2.7"));
    }

    void originsAndProxiesAreHandedOn()
    {
        MediaMtxOptions options;
        options.allowOrigins = {QStringLiteral("http://localhost:3000")};
        options.trustedProxies = {QStringLiteral("10.0.0.1"),           QStringLiteral("10.1.0.0/16"),
                                  QStringLiteral("no: address"),        QStringLiteral("10/8"),
                                  QStringLiteral("10.0.0.0/255.0.0.0"), QStringLiteral("10.0.0.0/33")};
        const auto yaml = rendered(options);
        for (const char *key : {"hlsAllowOrigins", "webrtcAllowOrigins"})
            QCOMPARE(yaml[key].as<std::vector<std::string>>(), std::vector<std::string>{"http://localhost:3000"});
        for (const char *key : {"hlsTrustedProxies", "webrtcTrustedProxies", "rtspTrustedProxies"})
            QCOMPARE(yaml[key].as<std::vector<std::string>>(), (std::vector<std::string>{"10.0.0.1", "10.1.0.0/16"}));
    }

    void udpOnlyWhenAskedFor()
    {
        MediaMtxOptions options;
        options.rtspUdp = true;
        const auto yaml = rendered(options);
        QCOMPARE(yaml["rtspTransports"].as<std::vector<std::string>>(), (std::vector<std::string>{"udp", "tcp"}));
        QCOMPARE(text(yaml["rtpAddress"]), QStringLiteral(":8000"));
    }

    void pathsStandThereAsTheyAreMeant()
    {
        PathSpec pulled{QStringLiteral("camera1"), "rtsp://u:p%40ss:%23@[2001:db8::5]:554/x?a=1&b=%7B%7D", false, {}};
        PathSpec recorded{QStringLiteral("manual/camera1"), "rtsp://127.0.0.1:8554/camera1?token=t", true,
                          QStringLiteral("/srv/rec: \"a\" 'b' # &x *y \\ ü\t%path/%Y-%m-%d_%H-%M-%S-%f")};
        recorded.recordPath.remove(u'\t');
        PathSpec pushed{QStringLiteral("007"), {}, false, {}};
        const auto yaml = rendered({}, {config(pulled), config(recorded), config(pushed)});
        QCOMPARE(yaml["paths"].size(), size_t(3));
        QCOMPARE(text(yaml["paths"]["camera1"]["source"]).toLatin1(), pulled.sourceUrl);
        QCOMPARE(text(yaml["paths"]["camera1"]["rtspTransport"]), QStringLiteral("tcp"));
        QCOMPARE(text(yaml["paths"]["manual/camera1"]["recordPath"]), recorded.recordPath);
        QVERIFY(yaml["paths"]["manual/camera1"]["record"].as<bool>());
        QCOMPARE(text(yaml["paths"]["007"]["source"]), QStringLiteral("publisher"));
    }

    // Should a hostile text ever get past the checks, it still is one text in its place.
    void hostileTextsCannotLeaveTheirPlace_data()
    {
        QTest::addColumn<QString>("hostile");
        QTest::newRow("keys") << QStringLiteral("x\n  runOnInit: touch /tmp/x\n");
        QTest::newRow("quotes") << QStringLiteral("\"}, runOnInit: \"a\"");
        QTest::newRow("document") << QStringLiteral("...\n---\npaths: {}");
        QTest::newRow("alias") << QStringLiteral("*a");
        QTest::newRow("tag") << QStringLiteral("!!binary x");
        QTest::newRow("boolean") << QStringLiteral("yes");
        QTest::newRow("control") << QStringLiteral("a\x01\x7f\u0085\u2028z");
        QTest::newRow("emoji") << QStringLiteral("\U0001F4F7");
    }

    void hostileTextsCannotLeaveTheirPlace()
    {
        QFETCH(QString, hostile);
        const auto yaml = rendered({}, {{hostile, hostile, QStringLiteral("tcp"), true, hostile},
                                        {QStringLiteral("next"), {}, {}, false, {}}});
        QCOMPARE(yaml["paths"].size(), size_t(2));
        const auto path = yaml["paths"][hostile.toStdString()];
        QCOMPARE(path.size(), size_t(4));
        QCOMPARE(text(path["source"]), hostile);
        QCOMPARE(text(path["recordPath"]), hostile);
    }
};

CS_TEST(TestConfigRenderer)
#include "tst_configrenderer.moc"


#include "json/codec.h"
#include "mediamtx/pathconfig.h"
#include "support/testprogram.h"

using namespace cs;

namespace {

const auto Pattern = QStringLiteral("/srv/%path/%Y-%m-%d_%H-%M-%S-%f");

}  // namespace

class TestPathConfig : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goodNamesPass_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"camera0", "manual/camera12", "a-b_c", "0"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void goodNamesPass()
    {
        QFETCH(QString, name);
        const auto result = toPathConfig({name, {}, false, {}});
        QVERIFY(result.ok());
        QCOMPARE(result->name, name);
        QCOMPARE(result->source, QStringLiteral("publisher"));
    }

    void namesWithAnotherMeaningAreRefused_data()
    {
        QTest::addColumn<QString>("name");
        const char *names[] = {"",     "~^.*$",  "all",    "all_others", "/camera0", "camera0/", "a//b",
                               "../a", "a/../b", "a b",    "a?b",        "a#b",      "a%2Fb",    "a:b",
                               "a\nb", "a\"b",   "\u00e4", ".",          "a.b",      "$G1"};
        for (const char *name : names)
            QTest::addRow("'%s'", name) << QString::fromUtf8(name);
        QTest::newRow("long") << QString(201, u'a');
        QTest::newRow("nul") << QStringLiteral("a") + QChar(0) + u'b';
    }

    void namesWithAnotherMeaningAreRefused()
    {
        QFETCH(QString, name);
        const auto result = toPathConfig({name, {}, false, {}});
        QVERIFY(!result.ok());
        QCOMPARE(result.error().code, ErrorCode::InvalidParams);
    }

    void sourcesThatArePulledPass_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QString>("transport");
        QTest::newRow("plain") << QByteArray("rtsp://192.0.2.1/stream") << QStringLiteral("tcp");
        QTest::newRow("credentials") << QByteArray("rtsp://user:p%40ss@cam.example:8554/s?x=1&y=2")
                                     << QStringLiteral("tcp");
        QTest::newRow("v6") << QByteArray("rtsps://[2001:db8::1]:322/s") << QStringLiteral("tcp");
        QTest::newRow("http") << QByteArray("https://cam.example/live.m3u8") << QStringLiteral("automatic");
    }

    void sourcesThatArePulledPass()
    {
        QFETCH(QByteArray, source);
        QFETCH(QString, transport);
        const auto result = toPathConfig({QStringLiteral("camera0"), source, false, {}});
        QVERIFY(result.ok());
        QCOMPARE(result->source.toLatin1(), source);
        QCOMPARE(result->rtspTransport, transport);
    }

    void otherSourcesAreRefusedWithoutRepeatingThem_data()
    {
        QTest::addColumn<QByteArray>("source");
        const char *sources[] = {"publisher",
                                 "redirect",
                                 "rpiCamera",
                                 "srt://h:1/x",
                                 "udp://127.0.0.1:1",
                                 "unix+mpegts:///x",
                                 "file:///etc/passwd",
                                 "rtsp:///x",
                                 "rtsp://secret pass@h/x",
                                 "rtsp://u:secret@h/\n- x",
                                 "rtsp://u:se\"cret@h/",
                                 "rtsp://h:99999/",
                                 "rtsp://u:secr%zzet@h/",
                                 "rtsp://\xc3\xa4/",
                                 "x"};
        for (const char *source : sources)
            QTest::addRow("%s", QByteArray(source).simplified().constData()) << QByteArray(source);
        QTest::newRow("long") << "rtsp://h/" + QByteArray(4096, 'a');
    }

    void otherSourcesAreRefusedWithoutRepeatingThem()
    {
        QFETCH(QByteArray, source);
        const auto result = toPathConfig({QStringLiteral("camera0"), source, false, {}});
        QVERIFY(!result.ok());
        QCOMPARE(result.error().code, ErrorCode::InvalidParams);
        QVERIFY(!result.error().message.contains(u"secret"));
    }

    void recordPathsMustNameEverySegment_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<bool>("good");
        QTest::newRow("fields") << Pattern << true;
        QTest::newRow("unix time") << QStringLiteral("/srv/%path/%s") << true;
        QTest::newRow("no path") << QStringLiteral("/srv/%s") << false;
        QTest::newRow("no time") << QStringLiteral("/srv/%path") << false;
        QTest::newRow("half a time") << QStringLiteral("/srv/%path/%Y-%m-%d") << false;
        QTest::newRow("relative") << QStringLiteral("rec/%path/%s") << false;
        QTest::newRow("line break") << QStringLiteral("/srv/\n%path/%s") << false;
        QTest::newRow("empty") << QString() << false;
    }

    void recordPathsMustNameEverySegment()
    {
        QFETCH(QString, pattern);
        QFETCH(bool, good);
        QCOMPARE(toPathConfig({QStringLiteral("camera0"), {}, true, pattern}).ok(), good);
    }

    void whatMediaMtxHasIsComparedByMeaning()
    {
        const auto wanted = toPathConfig({QStringLiteral("camera0"), "rtsp://h/x", false, {}});
        PathConfig found = *wanted;
        found.recordPath = QStringLiteral("./recordings/%path/%s");
        QVERIFY(sameConfig(*wanted, found));
        found.rtspTransport = QStringLiteral("automatic");
        QVERIFY(!sameConfig(*wanted, found));

        const auto recording = toPathConfig({QStringLiteral("camera0"), "rtsp://h/x", true, Pattern});
        QVERIFY(!sameConfig(*recording, *wanted));
        QVERIFY(!sameConfig(*wanted, *recording));
        found = *recording;
        found.recordPath += u'x';
        QVERIFY(!sameConfig(*recording, found));
    }

    void theRequestIsWhatMediaMtxReads()
    {
        const auto config = toPathConfig({QStringLiteral("camera0"), "rtsp://h/x", true, Pattern});
        const auto value = json::parse(toRequestBody(*config));
        QVERIFY(value.ok());
        auto read = json::fromValue<PathConfig>(*value, json::Unknown::Refuse);
        QVERIFY(read.ok());
        read->name = config->name;
        QVERIFY(*read == *config);
    }
};

CS_TEST(TestPathConfig)
#include "tst_pathconfig.moc"

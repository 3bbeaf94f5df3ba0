
#include "mediamtx/logmask.h"
#include "mediamtx/outputline.h"
#include "support/testprogram.h"

using namespace cs;

class TestOutput : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void failedSourcesAreToldWithTheirPath()
    {
        const auto line = toOutputLine(
            "2026/11/23 04:46:07 ERR [path a/camera1] [RTSP source] bad status code: 401 (x)");
        QCOMPARE(line.level, OutputLine::Level::Quiet);
        QCOMPARE(line.failedPath, QStringLiteral("a/camera1"));
        QCOMPARE(line.failure, QStringLiteral("bad status code: 401 (x)"));
        QVERIFY(toOutputLine("2026/11/23 04:46:07 ERR [path camera1] [recorder] x").failedPath.isEmpty());
        QVERIFY(toOutputLine("2026/11/23 04:46:07 INF [path camera1] [RTSP source] started").failedPath.isEmpty());
    }

    void secretsAreMasked_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, const char *line, const char *expected) {
            QTest::newRow(name) << QByteArray(line) << QByteArray(expected);
        };
        row("credentials", "pulling rtsp://admin:geheim@192.0.2.1/x", "pulling rtsp://***@192.0.2.1/x");
        row("user only", "rtsp://geheim@h/x failed", "rtsp://***@h/x failed");
        row("at in password", "rtsp://a:ge@heim@h/x", "rtsp://***@h/x");
        row("blank in password", "'rtsp://a:ge heim@h/' is not a valid URL", "'rtsp://***@h/' is not a valid URL");
        row("token", "query camera0?token=geheim&x=1 'x'", "query camera0?token=***&x=1 'x'");
        row("quoted", "\"/x?a=1&token=geheim\"", "\"/x?a=1&token=***\"");
        row("upper case", "TOKEN=geheim", "TOKEN=***");
        row("jwt and passwords", "jwt=geheim password=geheim&pass=geheim", "jwt=*** password=***&pass=***");
        row("hls session", "video1_stream.m3u8?session=geheim&token=geheim",
            "video1_stream.m3u8?session=***&token=***");
        row("bearer", "Authorization: Bearer geheim", "Authorization: Bearer ***");
        row("literal", "Post \"http://127.0.0.1:8004/pfad-geheim\": refused", "Post \"***\": refused");
        row("nothing", "[path camera0] stream is available, 1 track (H264)",
            "[path camera0] stream is available, 1 track (H264)");
        row("address without secrets", "rtsp://h:554/x", "rtsp://h:554/x");
        row("empty", "", "");
    }

    void secretsAreMasked()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, expected);
        QCOMPARE(LogMask({"http://127.0.0.1:8004/pfad-geheim", ""}).masked(line), expected);
    }

    void linesAreUnderstood_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("level");
        QTest::addColumn<QString>("text");
        using Level = OutputLine::Level;
        const auto row = [](const char *name, const char *line, Level level, const char *text) {
            QTest::newRow(name) << QByteArray(line) << static_cast<int>(level) << QString::fromUtf8(text);
        };
        row("info", "2026/11/23 04:46:07 INF [API] closing", Level::Quiet, "[API] closing");
        row("debug", "2026/11/23 04:46:07 DEB x", Level::Quiet, "x");
        row("warning", "2026/11/23 04:46:07 WAR x", Level::Warning, "x");
        row("error", "2026/11/23 04:46:07 ERR listen tcp :8554: bind", Level::Fatal, "listen tcp :8554: bind");
        row("error of a part", "2026/11/23 04:46:07 ERR [path camera0] [recorder] no space left on device",
            Level::Warning, "[path camera0] [recorder] no space left on device");
        row("answer to us", "2026/11/23 04:46:07 ERR [API] path not found", Level::Quiet, "[API] path not found");
        row("before the logger", "ERR: invalid source: 'blah'", Level::StartError, "invalid source: 'blah'");
        row("something else", "panic: oh", Level::Quiet, "panic: oh");
        row("short", "x", Level::Quiet, "x");
        row("empty", "", Level::Quiet, "");
        row("not text", "\xff\xfe", Level::Quiet, "\uFFFD\uFFFD");
    }

    void linesAreUnderstood()
    {
        QFETCH(QByteArray, line);
        QFETCH(int, level);
        QFETCH(QString, text);
        const OutputLine read = toOutputLine(line);
        QCOMPARE(static_cast<int>(read.level), level);
        QCOMPARE(read.text, text);
    }
};

CS_TEST(TestOutput)
#include "tst_output.moc"

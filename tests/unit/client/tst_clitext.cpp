
#include "cli/celltext.h"
#include "cli/faults.h"
#include "cli/jsontext.h"
#include "cli/progresstext.h"
#include "cli/table.h"
#include "cli/units.h"
#include "client/connectionerror.h"
#include "client/remoteerror.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

class TstCliText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void durationIsRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("seconds");
        const std::pair<const char *, qint64> rows[] = {
            {"10s", 10}, {"5m", 300},        {"1h", 3600}, {"2d", 172800}, {"1h30m", 5400},    {"90", 90},
            {"", -1},    {"0", -1},          {"0s", -1},   {"10", 10},     {"10x", -1},        {"s", -1},
            {"-5s", -1}, {"1.5h", -1},       {" 5s", -1},  {"5s\n", -1},   {"5 s", -1},        {"1h30", -1},
            {"+5s", -1}, {"999999999d", -1}, {"٣s", -1},   {"1e3s", -1},   {"9999999999", -1}, {"5S", -1}};
        for (const auto &[text, seconds] : rows)
            QTest::addRow("'%s'", QByteArray(text).replace('\n', "\\n").constData())
                << QString::fromUtf8(text) << seconds;
    }
    void durationIsRead()
    {
        QFETCH(QString, text);
        QFETCH(qint64, seconds);
        const auto duration = parseDuration(text);
        QCOMPARE(duration ? qint64(duration->count()) : -1, seconds);
    }

    void lengthIsWritten_data()
    {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("short") << 7.26 << "7.3 s";
        QTest::newRow("never 60.0 s") << 59.97 << "1 min 0 s";
        QTest::newRow("minutes") << 125.0 << "2 min 5 s";
        QTest::newRow("hours") << 3725.0 << "1 h 2 min";
        QTest::newRow("days") << 273600.0 << "3 d 4 h";
        QTest::newRow("negative") << -1.0 << "?";
        QTest::newRow("no number") << qQNaN() << "?";
        QTest::newRow("endless") << qInf() << "11574074074 d 1 h";
    }
    void lengthIsWritten()
    {
        QFETCH(double, seconds);
        QTEST(lengthText(seconds), "text");
    }

    void clockAndSizeAreWritten()
    {
        QCOMPARE(clockText(7s), QStringLiteral("0:07"));
        QCOMPARE(clockText(125s), QStringLiteral("2:05"));
        QCOMPARE(clockText(3723s), QStringLiteral("1:02:03"));
        QCOMPARE(sizeText(0), QStringLiteral("0 B"));
        QCOMPARE(sizeText(999), QStringLiteral("999 B"));
        QCOMPARE(sizeText(1234), QStringLiteral("1.2 kB"));
        QCOMPARE(sizeText(999999), QStringLiteral("1.0 MB"));
        QCOMPARE(sizeText(34567890), QStringLiteral("34.6 MB"));
        QCOMPARE(sizeText(std::numeric_limits<qint64>::max()), QStringLiteral("9.2 EB"));
    }

    void hostileTextLosesItsPower_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("clean");
        QTest::newRow("plain") << "Front door"
                               << "Front door";
        QTest::newRow("escape") << "a\033[2Jb" << QStringLiteral("a\ufffd[2Jb");
        QTest::newRow("C1") << QStringLiteral("a\u009b2Jb") << QStringLiteral("a\ufffd2Jb");
        QTest::newRow("line ends") << "a\r\nb" << QStringLiteral("a\ufffd\ufffdb");
        QTest::newRow("bidi override") << QStringLiteral("a\u202eb") << QStringLiteral("a\ufffdb");
        QTest::newRow("line separator") << QStringLiteral("a\u2028b") << QStringLiteral("a\ufffdb");
        QTest::newRow("joined emoji") << QStringLiteral("\U0001f468\u200d\U0001f469")
                                      << QStringLiteral("\U0001f468\u200d\U0001f469");
        QTest::newRow("half a pair") << QString(QChar(0xd800)) << QString(QChar(0xfffd));
    }
    void hostileTextLosesItsPower()
    {
        QFETCH(QString, text);
        QTEST(harmless(text), "clean");
    }

    void columnsAreCountedAsATerminalDoes()
    {
        QCOMPARE(columns(QStringLiteral("camera0")), 7);
        QCOMPARE(columns(QStringLiteral("Straße")), 6);
        QCOMPARE(columns(QStringLiteral("玄関")), 4);
        QCOMPARE(columns(QStringLiteral("e\u0301")), 1);
        QCOMPARE(columns(QStringLiteral("\U0001f4f7")), 2);
        QCOMPARE(columns(QStringLiteral("ｶﾒﾗ")), 3);
    }

    void tableAlignsByWidthAndEndsItsLines()
    {
        Table table(
            {{QStringLiteral("NAME")}, {QStringLiteral("SIZE"), Table::Align::Right}, {QStringLiteral("NOTE")}});
        table.addRow({QStringLiteral("玄関"), QStringLiteral("5 B"), QString()});
        table.addRow(
            {QStringLiteral("a\tlong name"), QStringLiteral("12.5 MB"), {QStringLiteral("x"), Table::Paint::Good}});
        QCOMPARE(table.text(Table::Colours::Off), QStringLiteral("NAME            SIZE  NOTE\n"
                                                                 "玄関             5 B\n"
                                                                 "a\ufffdlong name  12.5 MB  x\n"));
        const QString coloured = table.text(Table::Colours::On);
        QVERIFY(coloured.contains(QLatin1String("\033[32mx\033[0m\n")));
    }

    void jsonIsIndentedByteForByte()
    {
        const QByteArray json = "{\"a\":[1.50,{}],\"b\":{\"c\":\"x,{\\\"y\\\":1}\"},\"d\":[ ]}";
        const QByteArray expected = "{\n"
                                    "  \"a\": [\n"
                                    "    1.50,\n"
                                    "    {}\n"
                                    "  ],\n"
                                    "  \"b\": {\n"
                                    "    \"c\": \"x,{\\\"y\\\":1}\"\n"
                                    "  },\n"
                                    "  \"d\": []\n"
                                    "}";
        QCOMPARE(indented(json), expected);
        QCOMPARE(indented("\"pong\""), QByteArray("\"pong\""));
    }

    void membersStandOnOneLine()
    {
        const auto value = json::parse(
            R"({"device":"camera0","status":"X","n":3,"t":"two words","ok":true,"o":{},"e":"\u001b"})");
        QCOMPARE(memberLine(*value, {QStringLiteral("device")}),
                 QStringLiteral("status=X n=3 t=\"two words\" ok=true e=\ufffd"));
        QCOMPARE(memberLine(json::Value(qint64(1)), {}), QString());
    }

    void errorBecomesASentenceAndAnExitCode_data()
    {
        QTest::addColumn<Error>("error");
        QTest::addColumn<int>("exit");
        QTest::addColumn<QString>("sentence");
        const auto remote = [](int code, const char *message, const QJsonObject &data) {
            return toError({code, QString::fromUtf8(message), data});
        };
        QTest::newRow("usage") << usageError(QStringLiteral("no")) << 2 << "no";
        QTest::newRow("invalid params of the service")
            << remote(-32602, "invalid parameter 'filename'", {{"hint", "send another name"}}) << 1
            << "invalid parameter 'filename'; send another name";
        QTest::newRow("no session") << remote(-32001, "authentication failed or required", {{"reason", "expired"}}) << 4
                                    << "authentication failed or required (expired); sign in with --token-file FILE or "
                                       "CAMERA_SERVICE_TOKEN (made by 'cameractl token issue')";
        QTest::newRow("denied") << remote(-32002, "permission denied", {{"required_role", "admin"}}) << 4
                                << "permission denied; use a token of the role admin";
        QTest::newRow("not found") << remote(-32010, "no such camera: camera9", {{"resource", "camera"}}) << 1
                                   << "no such camera: camera9; 'cameractl camera list' shows what there is";
        QTest::newRow("no such recording") << remote(-32010, "no such recording: x", {{"resource", "recording"}}) << 1
                                           << "no such recording: x; 'cameractl recording list' shows what there is";
        QTest::newRow("state") << remote(-32020, "camera0 is recording already", {}) << 1
                               << "camera0 is recording already";
        QTest::newRow("unsupported") << remote(-32030, "mkv is not supported", {{"suggestion", "fmp4"}}) << 1
                                     << "mkv is not supported; try fmp4";
        QTest::newRow("internal") << remote(-32603, "internal error", {{"request_id", "r7"}}) << 1
                                  << "internal error; the service's log has more under request r7";
        QTest::newRow("dependency") << remote(-32050, "MediaMTX failed: down", {{"dependency", "connection"}}) << 1
                                    << "MediaMTX failed: down; try again, and look at 'cameractl status'";
        QTest::newRow("connection") << connectionError(QStringLiteral("lost"), QStringLiteral("try again")) << 3
                                    << "lost; try again";
        QTest::newRow("hostile") << remote(-32603, "a\033[2J\nb", {}) << 1 << QStringLiteral("a\ufffd[2J\ufffdb");
    }
    void errorBecomesASentenceAndAnExitCode()
    {
        QFETCH(Error, error);
        QFETCH(int, exit);
        const Fault fault = explain(error);
        QCOMPARE(int(fault.exit), exit);
        QTEST(fault.sentence, "sentence");
    }

    void progressIsOneLine()
    {
        QCOMPARE(transferText(QStringLiteral("x"), 5000, 10000, 5000, 1s),
                 QStringLiteral("x  [##########..........]  50 %  5.0 kB of 10.0 kB  5.0 kB/s  0:02 left"));
        QCOMPARE(transferText(QStringLiteral("x"), 5000, -1, 0, 0ms), QStringLiteral("x  5.0 kB"));
        QCOMPARE(transferText(QStringLiteral("x"), 0, 0, 0, 9s), QStringLiteral("x  0 B"));
        QCOMPARE(recordingText(QStringLiteral("camera0"), 5s, 10s, 1200000),
                 QStringLiteral("camera0  recording 0:05 of 0:10  1.2 MB"));
        QCOMPARE(recordingText(QStringLiteral("camera0"), 5s, 0s, 0), QStringLiteral("camera0  recording 0:05  0 B"));
    }
};

Q_DECLARE_METATYPE(cs::Error)
CS_TEST(TstCliText)
#include "tst_clitext.moc"

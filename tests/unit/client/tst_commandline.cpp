
#include "cli/command.h"
#include "cli/commandline.h"
#include "cli/commandtable.h"
#include "cli/faults.h"
#include "cli/help.h"
#include "support/testprogram.h"

using namespace cs;

class TstCommandLine : public QObject {
    Q_OBJECT

private:
    static Result<std::variant<Order, Notice>> parse(const QString &line)
    {
        return parseCommandLine(line.split(u' ', Qt::SkipEmptyParts));
    }

private Q_SLOTS:
    void commandIsFound_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("command");
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("one word") << "status"
                                  << "status" << QStringList{};
        QTest::newRow("two words") << "camera list"
                                   << "camera list" << QStringList{};
        QTest::newRow("plural") << "recordings list"
                                << "recording list" << QStringList{};
        QTest::newRow("verb and noun") << "snapshot camera0"
                                       << "snapshot" << QStringList{"camera0"};
        QTest::newRow("verb or noun") << "snapshot list"
                                      << "snapshot list" << QStringList{};
        QTest::newRow("options before") << "--json --socket /x camera list"
                                        << "camera list" << QStringList{};
        QTest::newRow("options after") << "camera rm camera1 --json --socket /x"
                                       << "camera rm" << QStringList{"camera1"};
        QTest::newRow("options between") << "recording get x.mp4 -o y --force"
                                         << "recording get" << QStringList{"x.mp4"};
        QTest::newRow("end of options") << "recording rm -- --x"
                                        << "recording rm" << QStringList{"--x"};
        QTest::newRow("a command's own words again") << "call camera"
                                                     << "call" << QStringList{"camera"};
    }
    void commandIsFound()
    {
        QFETCH(QString, line);
        const auto parsed = parse(line);
        QVERIFY2(parsed.ok(), parsed.ok() ? "" : qPrintable(parsed.error().message));
        const auto &order = std::get<Order>(parsed.value());
        QTEST(order.spec->name, "command");
        QTEST(order.invocation.arguments, "arguments");
    }

    void optionsAreRead()
    {
        const auto parsed = parse(
            QStringLiteral("--url ws://h/ws snapshot camera0 --token-file=t -o f --force --json"));
        const auto &order = std::get<Order>(parsed.value());
        QCOMPARE(order.global.url, QStringLiteral("ws://h/ws"));
        QCOMPARE(order.global.tokenFile, QStringLiteral("t"));
        QVERIFY(order.global.json);
        QCOMPARE(order.invocation.value(QStringLiteral("output")), QStringLiteral("f"));
        QVERIFY(order.invocation.has(QStringLiteral("force")));
        QVERIFY(!order.invocation.has(QStringLiteral("name")));
    }

    void wrongLineIsRefusedWithAReason_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("reason");
        QTest::newRow("nothing") << ""
                                 << "a command is missing";
        QTest::newRow("typing error") << "camra list"
                                      << "did you mean 'camera'?";
        QTest::newRow("group alone") << "camera"
                                     << "there are 'camera list', 'camera add', 'camera rm'";
        QTest::newRow("wrong second word") << "token get"
                                           << "there are 'token issue'";
        QTest::newRow("unknown option") << "status --jsn"
                                        << "unknown option 'jsn'; see 'cameractl status --help'";
        QTest::newRow("option of another command") << "status --force"
                                                   << "unknown option 'force'";
        QTest::newRow("unknown option before") << "--jsn status"
                                               << "unknown option 'jsn'";
        QTest::newRow("argument missing") << "record"
                                          << "an argument is missing: record CAMERA";
        QTest::newRow("argument too many") << "camera list x"
                                           << "'x' has no place after 'camera list'";
        QTest::newRow("value missing") << "record camera0 --for"
                                       << "missing value after '--for'";
        QTest::newRow("given twice") << "record camera0 --for 1s --for 2s"
                                     << "--for is given twice";
        QTest::newRow("two services") << "status --socket /x --url ws://h"
                                      << "--socket and --url exclude each other";
        QTest::newRow("token in the command line") << "status --token abc"
                                                   << "other users can read command lines";
        QTest::newRow("two tokens") << "status --token - --token-file f"
                                    << "--token and --token-file exclude each other";
        QTest::newRow("empty value") << "status --socket="
                                     << "--socket needs a value";
    }
    void wrongLineIsRefusedWithAReason()
    {
        QFETCH(QString, line);
        QFETCH(QString, reason);
        const auto parsed = parse(line);
        QVERIFY(!parsed.ok());
        QVERIFY2(parsed.error().message.contains(reason), qPrintable(parsed.error().message));
        QCOMPARE(explain(parsed.error()).exit, Exit::Usage);
        QVERIFY(!parsed.error().message.contains(u'\n'));
    }

    void secretInTheLineIsNotRepeated()
    {
        QVERIFY(!parse(QStringLiteral("status --token abc")).error().message.contains(QLatin1String("abc")));
    }

    void everyCommandIsComplete_data()
    {
        QTest::addColumn<int>("index");
        for (size_t i = 0; i < allCommands().size(); ++i)
            QTest::addRow("%s", qPrintable(allCommands()[i].name)) << int(i);
    }
    void everyCommandIsComplete()
    {
        QFETCH(int, index);
        const CommandSpec &spec = allCommands()[size_t(index)];
        QVERIFY(!spec.summary.isEmpty() && spec.summary.endsWith(u'.'));
        QVERIFY(spec.maxArguments < 0 || spec.minArguments <= spec.maxArguments);
        QCOMPARE(findCommand(spec.name.split(u' ')), &spec);
        Output output;
        QVERIFY(spec.make(output, {{QStringLiteral("camera0")}, {}}) != nullptr);
        const QString help = helpOf(spec);
        QVERIFY(help.startsWith(QStringLiteral("Usage: cameractl %1").arg(spec.name)));
        for (const OptionSpec &option : spec.options) {
            QVERIFY2(help.contains(QStringLiteral("--") + option.names.first()), qPrintable(option.names.first()));
            QVERIFY2(spec.synopsis.contains(option.names.first()) || spec.synopsis.contains(u'-' + option.names.last()),
                     qPrintable(spec.name + u' ' + option.names.first()));
        }
        for (const QString &line : help.split(u'\n'))
            QVERIFY2(line.size() <= 120, qPrintable(line));
        QVERIFY(generalHelp().contains(spec.summary));
    }

    void groupHasHelpToo()
    {
        const auto parsed = parse(QStringLiteral("camera --help"));
        const QString text = std::get<Notice>(parsed.value()).text;
        QVERIFY(text.contains(QLatin1String("camera add URL --name NAME")));
        QVERIFY(!text.contains(QLatin1String("recording list")));
    }
};

CS_TEST(TstCommandLine)
#include "tst_commandline.moc"

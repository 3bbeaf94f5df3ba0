#include "cli/commandline.h"

#include <QCommandLineParser>

#include "cli/commandtable.h"
#include "cli/faults.h"
#include "cli/help.h"
#include "json/codec.h"

namespace cs {

namespace {

using Parsed = std::variant<Order, Notice>;

void addOptions(QCommandLineParser &parser, const std::vector<OptionSpec> &options)
{
    for (const OptionSpec &option : options)
        parser.addOption(QCommandLineOption(option.names, option.doc, option.value));
}

Error usage(const QString &problem, const QString &command = {})
{
    const QString place = command.isEmpty() ? QString() : command + u' ';
    return usageError(QStringLiteral("%1; see 'cameractl %2--help'").arg(problem, place));
}

// "Unknown option 'x'." of Qt begins in upper case and ends a sentence of its own.
QString joined(QString sentence)
{
    if (sentence.endsWith(u'.'))
        sentence.chop(1);
    return sentence.isEmpty() ? sentence : sentence.front().toLower() + sentence.mid(1);
}

Error unknownCommand(const QStringList &words)
{
    if (!commandsOf(words.first()).empty()) {
        QStringList known;
        for (const CommandSpec *spec : commandsOf(words.first()))
            known << QStringLiteral("'%1'").arg(spec->name);
        return usage(QStringLiteral("'%1' is no command; there are %2")
                         .arg(words.mid(0, 2).join(u' '), known.join(QStringLiteral(", "))),
                     words.first());
    }
    QStringList names;
    for (const CommandSpec &spec : allCommands())
        names << spec.name.section(u' ', 0, 0);
    names.removeDuplicates();
    const QString near = json::nearest(words.first(), names);
    const QString guess = near.isEmpty() ? QString() : QStringLiteral(" (did you mean '%1'?)").arg(near);
    return usage(QStringLiteral("'%1' is no command%2").arg(words.first(), guess));
}

Result<Done> readGlobal(const QCommandLineParser &parser, const QString &command, GlobalOptions &global)
{
    global.socket = parser.value(QStringLiteral("socket"));
    global.url = parser.value(QStringLiteral("url"));
    global.tokenFile = parser.value(QStringLiteral("token-file"));
    global.json = parser.isSet(QStringLiteral("json"));
    const auto given = [&parser](const char *name) { return parser.isSet(QString::fromLatin1(name)); };
    if (given("socket") && given("url"))
        return usage(QStringLiteral("--socket and --url exclude each other"), command);
    if (given("token") && given("token-file"))
        return usage(QStringLiteral("--token and --token-file exclude each other"), command);
    if (given("token") && parser.value(QStringLiteral("token")) != QLatin1String("-")) {
        return usage(
            QStringLiteral("--token takes only '-' (standard input), because other users can read command lines; "
                           "use --token-file FILE or the environment variable CAMERA_SERVICE_TOKEN"),
            command);
    }
    global.tokenFromInput = given("token");
    for (const char *name : {"socket", "url", "token-file"}) {
        if (given(name) && parser.value(QString::fromLatin1(name)).isEmpty())
            return usage(QStringLiteral("--%1 needs a value").arg(QLatin1String(name)), command);
    }
    return Done{};
}

Result<Done> readOwn(const QCommandLineParser &parser, const CommandSpec &spec, Invocation &invocation)
{
    invocation.arguments = parser.positionalArguments();
    for (const OptionSpec &option : spec.options) {
        const QString &name = option.names.first();
        if (!parser.isSet(name))
            continue;
        if (!option.value.isEmpty() && parser.values(name).size() > 1)
            return usage(QStringLiteral("--%1 is given twice").arg(name), spec.name);
        invocation.options.insert(name, option.value.isEmpty() ? QString() : parser.value(name));
    }
    const auto count = invocation.arguments.size();
    if (count < spec.minArguments)
        return usage(QStringLiteral("an argument is missing: %1 %2").arg(spec.name, spec.synopsis), spec.name);
    if (spec.maxArguments >= 0 && count > spec.maxArguments) {
        return usage(
            QStringLiteral("'%1' has no place after '%2'").arg(invocation.arguments.at(spec.maxArguments), spec.name),
            spec.name);
    }
    return Done{};
}

Result<Parsed> parseCommand(const CommandSpec &spec, const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser, globalOptions());
    addOptions(parser, spec.options);
    const bool understood = parser.parse(QStringList{QStringLiteral("cameractl")} + arguments);
    if (parser.isSet(QStringLiteral("help")))
        return Parsed(Notice{helpOf(spec)});
    if (parser.isSet(QStringLiteral("version")))
        return Parsed(Notice{versionText()});
    if (!understood)
        return usage(joined(parser.errorText()), spec.name);
    Order order{&spec, {}, {}};
    if (auto done = readGlobal(parser, spec.name, order.global); !done.ok())
        return done.error();
    if (auto done = readOwn(parser, spec, order.invocation); !done.ok())
        return done.error();
    return Parsed(std::move(order));
}

}  // namespace

Result<Parsed> parseCommandLine(const QStringList &arguments)
{
    // What stands before the command can only be the options of all commands.
    QCommandLineParser parser;
    parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsPositionalArguments);
    addOptions(parser, globalOptions());
    const bool understood = parser.parse(QStringList{QStringLiteral("cameractl")} + arguments);
    const QStringList words = parser.positionalArguments();
    if (parser.isSet(QStringLiteral("version")))
        return Parsed(Notice{versionText()});
    if (parser.isSet(QStringLiteral("help")) && words.isEmpty())
        return Parsed(Notice{generalHelp()});
    if (!understood)
        return usage(joined(parser.errorText()));
    if (words.isEmpty())
        return usage(QStringLiteral("a command is missing"));
    const CommandSpec *spec = findCommand(words);
    const bool wantsHelp = parser.isSet(QStringLiteral("help")) || words.contains(QStringLiteral("--help"))
                           || words.contains(QStringLiteral("-h"));
    if (!spec && wantsHelp && !commandsOf(words.first()).empty())
        return Parsed(Notice{groupHelp(words.first())});
    if (!spec)
        return unknownCommand(words);
    const auto nameWords = spec->name.count(u' ') + 1;
    return parseCommand(*spec, arguments.first(arguments.size() - words.size()) + words.mid(nameWords));
}

const std::vector<OptionSpec> &globalOptions()
{
    static const std::vector<OptionSpec> options{
        {{QStringLiteral("socket")},
         QStringLiteral("PATH"),
         QStringLiteral("the control socket of a service on this machine")},
        {{QStringLiteral("url")},
         QStringLiteral("URL"),
         QStringLiteral("a service elsewhere, as in ws://HOST:8002/ws")},
        {{QStringLiteral("token-file")}, QStringLiteral("FILE"), QStringLiteral("sign in with the token in FILE")},
        {{QStringLiteral("token")}, QStringLiteral("-"), QStringLiteral("sign in with the token on standard input")},
        {{QStringLiteral("json")}, {}, QStringLiteral("print JSON for programs instead of text for people")},
        {{QStringLiteral("help"), QStringLiteral("h")}, {}, QStringLiteral("this text, or the help of a command")},
        {{QStringLiteral("version")}, {}, QStringLiteral("the version of this program")}};
    return options;
}

}  // namespace cs

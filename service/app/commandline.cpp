#include "app/commandline.h"

#include <algorithm>

#include <QCommandLineParser>
#include <QFileInfo>
#include <QTextStream>

#include "app/version.h"

namespace cs {

namespace {

// The first that exists is read.
const QStringList &defaultFiles()
{
    static const QStringList files = [] {
        QStringList all{QString::fromUtf8(InstalledConfig), QStringLiteral("/etc/camera-service/camera-service.yaml")};
        all.removeDuplicates();
        return all;
    }();
    return files;
}

QString configHelp()
{
    return QStringLiteral("Read FILE instead of %1.").arg(defaultFiles().join(QStringLiteral(" or, without that, ")));
}

struct Options {
    QCommandLineOption config{QStringLiteral("config"), configHelp(), QStringLiteral("FILE")};
    QCommandLineOption state{QStringLiteral("state"),
                             QStringLiteral("Keep database, secrets and media in DIR (storage.state_dir)."),
                             QStringLiteral("DIR")};
    QCommandLineOption set{QStringLiteral("set"),
                           QStringLiteral("Set one key, for example server.port=8002. May be repeated."),
                           QStringLiteral("KEY=VALUE")};
    QCommandLineOption logLevel{QStringLiteral("log-level"),
                                QStringLiteral("debug, info, warning or critical (log.level)."),
                                QStringLiteral("LEVEL")};
    QCommandLineOption logFormat{QStringLiteral("log-format"), QStringLiteral("text or json (log.format)."),
                                 QStringLiteral("FORMAT")};
    QCommandLineOption check{QStringLiteral("check-config"),
                             QStringLiteral("Check the configuration, say every problem, and end.")};
    QCommandLineOption print{QStringLiteral("print-config"),
                             QStringLiteral("Print the values in force and where they come from, and end.")};
    QCommandLineOption demo{QStringLiteral("demo"), QStringLiteral("See to two test cameras and print what to try.")};
    QCommandLineOption help{{QStringLiteral("h"), QStringLiteral("help")},
                            QStringLiteral("Print this and every key of the configuration.")};
    QCommandLineOption version{{QStringLiteral("v"), QStringLiteral("version")}, QStringLiteral("Print the version.")};
};

QString keyHelp(const ConfigLoader &loader)
{
    QString text = QStringLiteral(
        "\nKeys, with their defaults; each can stand in the file, in the environment "
        "(server.port is\nCAMERA_SERVICE_SERVER_PORT) or behind --set; the later of these wins.\n");
    for (const ConfigKey &key : loader.keys()) {
        text += QStringLiteral("  %1 = %2\n      %3\n").arg(key.name, QString::fromUtf8(key.get()), key.doc);
    }
    return text;
}

void readDefaultFile(ConfigLoader &loader)
{
    const auto exists = [](const QString &file) { return QFileInfo::exists(file); };
    const auto found = std::find_if(defaultFiles().begin(), defaultFiles().end(), exists);
    if (found != defaultFiles().end())
        loader.readFile(*found);
}

void applyOptions(const QCommandLineParser &parser, const Options &o, ConfigLoader &loader)
{
    if (parser.isSet(o.config))
        loader.readFile(parser.value(o.config));
    else
        readDefaultFile(loader);
    loader.readEnvironment(QProcessEnvironment::systemEnvironment());
    const QStringList assignments = parser.values(o.set);
    for (const QString &assignment : assignments)
        loader.assign(assignment, QStringLiteral("--set"));
    const std::pair<const QCommandLineOption &, const char *> shorthands[] = {
        {o.state, "storage.state_dir"}, {o.logLevel, "log.level"}, {o.logFormat, "log.format"}};
    for (const auto &[option, key] : shorthands) {
        if (parser.isSet(option))
            loader.assign(QString::fromLatin1(key), parser.value(option),
                          QStringLiteral("--") + option.names().constFirst());
    }
    loader.checkWhole();
}

}  // namespace

CommandLineResult readCommandLine(const QStringList &arguments, ConfigLoader &loader)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Turns cameras into streams, snapshots and recordings, on top of MediaMTX."));
    const Options o;
    parser.addOptions({o.config, o.state, o.set, o.logLevel, o.logFormat, o.check, o.print, o.demo, o.help, o.version});
    QTextStream out(stdout);
    QTextStream err(stderr);
    if (!parser.parse(arguments)) {
        err << "camera-service: " << parser.errorText() << " (--help lists the options)\n";
        return {{}, 2};
    }
    if (!parser.positionalArguments().isEmpty()) {
        err << "camera-service: unexpected argument '" << parser.positionalArguments().constFirst()
            << "' (--help lists the options)\n";
        return {{}, 2};
    }
    if (parser.isSet(o.help)) {
        out << parser.helpText() << keyHelp(loader);
        return {{}, 0};
    }
    if (parser.isSet(o.version)) {
        out << "camera-service " << Version << " (Qt " << qVersion() << ")\n";
        return {{}, 0};
    }
    applyOptions(parser, o, loader);
    Invocation invocation;
    invocation.demo = parser.isSet(o.demo);
    if (parser.isSet(o.print))
        invocation.mode = Invocation::Mode::PrintConfig;
    else if (parser.isSet(o.check))
        invocation.mode = Invocation::Mode::CheckConfig;
    return {invocation, std::nullopt};
}

}  // namespace cs

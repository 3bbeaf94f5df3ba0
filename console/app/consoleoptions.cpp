#include "app/consoleoptions.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include "client/serveraddress.h"

namespace cs {

namespace {

QString text(const char *english)
{
    return QCoreApplication::translate("ConsoleOptions", english);
}

}  // namespace

Result<ConsoleOptions> parseConsoleOptions(const QStringList &arguments)
{
    const QCommandLineOption server(
        QStringLiteral("server"),
        text(QT_TRANSLATE_NOOP("ConsoleOptions", "The server to sign in to: HOST, HOST:PORT or an address with wss://.")),
        QStringLiteral("URL"));
    const QCommandLineOption user(
        QStringLiteral("user"), text(QT_TRANSLATE_NOOP("ConsoleOptions", "The user to sign in as.")),
        QStringLiteral("NAME"));
    QCommandLineParser parser;
    parser.setApplicationDescription(
        text(QT_TRANSLATE_NOOP("ConsoleOptions", "Watch, record and play back the cameras of a camera service.")));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    parser.addOptions({server, user});
    if (!parser.parse(arguments))
        return Error::invalidParam(QStringLiteral("arguments"), parser.errorText(), {});
    if (parser.isSet(help))
        return ConsoleOptions{{}, {}, parser.helpText()};
    if (parser.isSet(version))
        return ConsoleOptions{{}, {}, QStringLiteral("camera-console %1\n").arg(QCoreApplication::applicationVersion())};
    if (!parser.positionalArguments().isEmpty())
        return Error::invalidParam(QStringLiteral("arguments"),
                                   text(QT_TRANSLATE_NOOP("ConsoleOptions", "'%1' is no option."))
                                       .arg(parser.positionalArguments().first()),
                                   {});
    const QString address = parser.value(server);
    if (!address.isEmpty()) {
        const Result<ServerAddress> parsed = ServerAddress::parse(address);
        if (!parsed.ok())
            return parsed.error();
    }
    return ConsoleOptions{address, parser.value(user), {}};
}

}  // namespace cs

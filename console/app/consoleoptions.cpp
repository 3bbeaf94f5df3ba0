#include "app/consoleoptions.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include "client/serveraddress.h"

namespace cs {

namespace {

QString optionText(const char *english)
{
    return QCoreApplication::translate("ConsoleOptions", english);
}

Error wrongOption(const QString &words)
{
    return {ErrorCode::InvalidParams, words, {}};
}

}  // namespace

Result<ConsoleOptions> parseConsoleOptions(const QStringList &arguments)
{
    const QCommandLineOption server(
        QStringLiteral("server"),
        optionText(QT_TRANSLATE_NOOP("ConsoleOptions",
                                     "The server to sign in to: HOST, HOST:PORT or an address with wss://.")),
        QStringLiteral("URL"));
    const QCommandLineOption user(QStringLiteral("user"),
                                  optionText(QT_TRANSLATE_NOOP("ConsoleOptions", "The user to sign in as.")),
                                  QStringLiteral("NAME"));
    QCommandLineParser parser;
    parser.setApplicationDescription(optionText(
        QT_TRANSLATE_NOOP("ConsoleOptions", "Watch, record and play back the cameras of a camera service.")));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    parser.addOptions({server, user});
    if (!parser.parse(arguments))
        return wrongOption(parser.errorText());
    if (parser.isSet(help))
        return ConsoleOptions{{}, {}, parser.helpText()};
    if (parser.isSet(version))
        return ConsoleOptions{
            {}, {}, QStringLiteral("camera-console %1\n").arg(QCoreApplication::applicationVersion())};
    if (!parser.positionalArguments().isEmpty())
        return wrongOption(optionText(QT_TRANSLATE_NOOP("ConsoleOptions", "'%1' is no option."))
                               .arg(parser.positionalArguments().first()));
    const QString address = parser.value(server);
    if (!address.isEmpty() && !ServerAddress::parse(address).ok())
        return wrongOption(
            optionText(QT_TRANSLATE_NOOP("ConsoleOptions", "'%1' is no address of a server; camera.example, "
                                                           "192.0.2.7:8002 or wss://camera.example:8002/ws would "
                                                           "be one."))
                .arg(address));
    return ConsoleOptions{address, parser.value(user), {}};
}

}  // namespace cs

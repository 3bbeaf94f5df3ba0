#include "cli/help.h"

#include "cli/commandline.h"
#include "cli/commandtable.h"

namespace cs {

namespace {

constexpr auto connection = R"(Where the service is:
  The first of these that is there: --socket PATH, the environment variable CAMERA_SERVICE_SOCKET,
  ./var/control.sock, /run/camera-service/control.sock. Only root and the user of the service may use a control
  socket; it needs no password. A service elsewhere: --url ws://HOST:8002/ws and a token, from --token-file FILE,
  --token - (standard input) or the environment variable CAMERA_SERVICE_TOKEN, never as an argument, because other
  users can read command lines.
)";

constexpr auto exitCodes = R"(Exit codes:
  0    done
  1    the service refused it, or it failed
  2    the command line was wrong; nothing was done
  3    no connection: not reachable, lost, or no answer in time
  4    not signed in, or not permitted
  130  interrupted
)";

QString optionHead(const OptionSpec &option)
{
    QStringList names;
    for (const QString &name : option.names)
        names << (name.size() == 1 ? u'-' + name : QStringLiteral("--") + name);
    QString head = names.join(QStringLiteral(", "));
    if (!option.value.isEmpty())
        head += u' ' + option.value;
    return head;
}

// Two columns; a long left side gets a line of its own.
QString entry(const QString &left, const QString &right, int width)
{
    if (left.size() > width)
        return QStringLiteral("  %1\n%2%3\n").arg(left, QString(width + 4, u' '), right);
    return QStringLiteral("  %1  %2\n").arg(left, -width).arg(right);
}

QString optionList(const std::vector<OptionSpec> &options)
{
    QString text;
    for (const OptionSpec &option : options)
        text += entry(optionHead(option), option.doc, 20);
    return text;
}

// Broken between options where it gets too long, never inside brackets; the rest stands under its beginning.
QString folded(const QString &line)
{
    constexpr qsizetype width = 100;
    QString text;
    qsizetype lineStart = 0;
    qsizetype lastBreak = 0;
    int depth = 0;
    for (qsizetype i = 0; i < line.size(); ++i) {
        depth += line[i] == u'[' ? 1 : (line[i] == u']' ? -1 : 0);
        const bool optionBegins = line[i] == u' ' && i + 1 < line.size()
                                  && (line[i + 1] == u'[' || line[i + 1] == u'|');
        if (i - lineStart > width && lastBreak > lineStart) {
            text += line.mid(lineStart, lastBreak - lineStart) + QStringLiteral("\n        ");
            lineStart = lastBreak + 1;
        }
        if (depth == 0 && optionBegins)
            lastBreak = i;
    }
    return text + line.mid(lineStart);
}

QString usageLine(const CommandSpec &spec)
{
    return folded(
        QStringLiteral("cameractl %1%2").arg(spec.name, spec.synopsis.isEmpty() ? QString() : u' ' + spec.synopsis));
}

}  // namespace

QString generalHelp()
{
    QString text = QStringLiteral(
        "Usage: cameractl [OPTIONS] COMMAND [ARGUMENTS]\n\n"
        "Operates a camera service: cameras, snapshots, recordings, events, users and their rights, keys, tokens.\n\nCommands:\n");
    for (const CommandSpec &spec : allCommands())
        text += entry(spec.name, spec.summary, 16);
    text += QStringLiteral("\n'cameractl COMMAND --help' tells more about each.\n\nOptions of all commands:\n");
    text += optionList(globalOptions());
    text += u'\n' + QLatin1String(connection) + u'\n' + QLatin1String(exitCodes);
    text += QStringLiteral("\nColours appear only on a terminal, and not if NO_COLOR is set.\n");
    return text;
}

QString helpOf(const CommandSpec &spec)
{
    QString text = QStringLiteral("Usage: %1\n\n%2\n").arg(usageLine(spec), spec.summary);
    if (!spec.details.isEmpty())
        text += u'\n' + spec.details + u'\n';
    if (!spec.options.empty())
        text += QStringLiteral("\nOptions:\n") + optionList(spec.options);
    text += QStringLiteral("\nOptions of all commands:\n") + optionList(globalOptions());
    text += QStringLiteral("\n'cameractl --help' tells how the service is found, and the exit codes.\n");
    return text;
}

QString groupHelp(const QString &group)
{
    QString text = QStringLiteral("Usage:\n");
    for (const CommandSpec *spec : commandsOf(group))
        text += QStringLiteral("  %1\n      %2\n").arg(usageLine(*spec), spec->summary);
    text += QStringLiteral("\n'cameractl COMMAND --help' tells more about each.\n");
    return text;
}

QString versionText()
{
    return QStringLiteral("cameractl " CS_VERSION "\n");
}

}  // namespace cs

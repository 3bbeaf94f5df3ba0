#include <cstdio>

#include <QApplication>
#include <QSettings>

#include "app/console.h"
#include "app/consoleoptions.h"
#include "app/language.h"
#include "credentials/claimedstore.h"
#include "credentials/keychainstore.h"

namespace {

using namespace cs;

void print(std::FILE *where, const QString &text)
{
    std::fputs(qUtf8Printable(text), where);
}

void nameProgram()
{
    QCoreApplication::setApplicationName(QStringLiteral("camera-console"));
    QCoreApplication::setOrganizationName(QStringLiteral("camera-console"));
    QCoreApplication::setApplicationVersion(QStringLiteral(CS_VERSION));
}

// Nothing: go on. --help and --version need no screen, so they are answered before one is looked for.
std::optional<int> answerWithoutScreen(int &argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    Language language;
    language.use({});
    const Result<ConsoleOptions> options = parseConsoleOptions(QCoreApplication::arguments());
    if (!options.ok() || options->answer.isEmpty())
        return {};
    print(stdout, options->answer);
    return 0;
}

}  // namespace

int main(int argc, char **argv)
{
    nameProgram();
    if (const std::optional<int> code = answerWithoutScreen(argc, argv))
        return *code;
    const QApplication app(argc, argv);
    QGuiApplication::setDesktopFileName(QStringLiteral("org.camera_service.Console"));
    const Result<ConsoleOptions> options = parseConsoleOptions(QCoreApplication::arguments());
    if (!options.ok()) {
        print(stderr, QStringLiteral("camera-console: %1\n").arg(options.error().message));
        return 2;
    }
    QSettings settings;
    KeychainStore keychain(QStringLiteral("camera-console"));
    ClaimedStore store(keychain, ClaimedStore::lockFolder());
    Console console(settings, store);
    console.start(options->server, options->user);
    return QCoreApplication::exec();
}

#include <algorithm>
#include <string_view>
#include <sys/resource.h>

#include <QCoreApplication>
#include <QTextStream>

#include "app/application.h"
#include "app/commandline.h"
#include "app/logging.h"
#include "app/unixsignals.h"

using namespace cs;

namespace {

int reportProblems(const QStringList &problems)
{
    QTextStream err(stderr);
    err << "camera-service: " << problems.size() << (problems.size() == 1 ? " problem" : " problems")
        << " in the configuration; nothing was started (--help lists every key)\n";
    // Last of all, so that it is what stands at the bottom of the terminal.
    for (const QString &problem : problems)
        err << "camera-service: " << problem << '\n';
    return 1;
}

// Shells and containers often allow 1024 open files, fewer than the clients that may connect; up to the hard limit a
// process may ask for more. As many as the unit file asks for.
void raiseFileLimit()
{
    constexpr rlim_t wanted = 65536;
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= wanted)
        return;
    files.rlim_cur = std::min<rlim_t>(wanted, files.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &files);
}

int serve(const Config &config, const Invocation &invocation)
{
    installLogging(config.log);
    raiseFileLimit();
    UnixSignals signals_;
    Application application(config, invocation.demo);
    if (const auto started = application.start(); !started) {
        QTextStream(stderr) << "camera-service: " << started.error().message << '\n';
        return 1;
    }
    QObject::connect(&signals_, &UnixSignals::terminationRequested, &application, &Application::shutDown);
    return QCoreApplication::exec();
}

// Whoever asks about the configuration waits for an answer: cut short by a signal, it must not look like a good one.
bool asksOnly(int argc, char **argv)
{
    return std::any_of(argv, argv + argc, [](std::string_view argument) {
        return argument == "--check-config" || argument == "--print-config";
    });
}

}  // namespace

int main(int argc, char **argv)
{
    // First of all: a start takes long enough to be called off.
    if (!asksOnly(argc, argv))
        endAtOnceOnSignals();
    QCoreApplication::setApplicationName(QStringLiteral("camera-service"));
    QCoreApplication app(argc, argv);
    ConfigLoader loader;
    const CommandLineResult parsed = readCommandLine(QCoreApplication::arguments(), loader);
    if (parsed.exitCode)
        return *parsed.exitCode;
    if (!loader.problems().isEmpty())
        return reportProblems(loader.problems());
    switch (parsed.invocation.mode) {
    case Invocation::Mode::CheckConfig: QTextStream(stdout) << "the configuration is valid\n"; return 0;
    case Invocation::Mode::PrintConfig: QTextStream(stdout) << loader.print(); return 0;
    case Invocation::Mode::Serve: break;
    }
    return serve(loader.config(), parsed.invocation);
}

#include <QCoreApplication>
#include <QNetworkProxy>

#include "cli/runner.h"

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("cameractl"));
    // A token goes to the service that was named and to nobody on the way.
    QNetworkProxy::setApplicationProxy(QNetworkProxy::NoProxy);

    cs::Output output;
    auto parsed = cs::parseCommandLine(QCoreApplication::arguments().mid(1));
    if (!parsed.ok()) {
        const cs::Fault fault = cs::explain(parsed.error());
        output.trouble(fault.sentence);
        return static_cast<int>(fault.exit);
    }
    if (const auto *notice = std::get_if<cs::Notice>(&parsed.value())) {
        const bool written = output.text(notice->text);
        return static_cast<int>(written ? cs::Exit::Ok : cs::Exit::Failed);
    }
    cs::Runner runner(std::get<cs::Order>(std::move(parsed).value()), output);
    return static_cast<int>(runner.run());
}

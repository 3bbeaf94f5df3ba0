#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QMap>
#include <QString>
#include <QStringList>

namespace cs {

class Command;
class Output;

struct OptionSpec {
    // Without dashes; one letter makes a short option.
    QStringList names;
    // What stands for the value in help; empty for a flag.
    QString value;
    QString doc;
};

// One command as it was typed, checked against its CommandSpec.
struct Invocation {
    QStringList arguments;
    // By the first name of the option; flags have an empty value.
    QMap<QString, QString> options;
    bool has(const QString &option) const { return options.contains(option); }
    QString value(const QString &option) const { return options.value(option); }
};

// What a command is called and takes: from this come parsing and help.
struct CommandSpec {
    // One or two words.
    QString name;
    // The usage after the name: "URL --name NAME".
    QString synopsis;
    QString summary;
    // Further lines of its help, as they stand.
    QString details;
    std::vector<OptionSpec> options;
    int minArguments = 0;
    int maxArguments = 0;
    std::function<std::unique_ptr<Command>(Output &, Invocation)> make;
};

// For CommandSpec::make.
template<class C>
std::unique_ptr<Command> makeCommand(Output &output, Invocation invocation)
{
    return std::make_unique<C>(output, std::move(invocation));
}

}  // namespace cs

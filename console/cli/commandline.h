#pragma once

#include <variant>

#include <QString>
#include <QStringList>

#include "base/result.h"
#include "cli/commandspec.h"

namespace cs {

// The options that every command takes.
struct GlobalOptions {
    QString socket;
    QString url;
    QString tokenFile;
    bool tokenFromInput = false;
    bool json = false;
};

// A command to run.
struct Order {
    const CommandSpec *spec = nullptr;
    Invocation invocation;
    GlobalOptions global;
};

// A text to print (help, version) instead.
struct Notice {
    QString text;
};

// Reads the arguments after the program's name. Fails with a usageError() that names what is wrong and where to look.
Result<std::variant<Order, Notice>> parseCommandLine(const QStringList &arguments);

const std::vector<OptionSpec> &globalOptions();

}  // namespace cs

#pragma once

#include <optional>

#include <QStringList>

#include "config/configloader.h"

namespace cs {

// What the command line asks for besides settings.
struct Invocation {
    enum class Mode { Serve, CheckConfig, PrintConfig };
    Mode mode = Mode::Serve;
    // Two test cameras, and a greeting that says what to try.
    bool demo = false;
};

// Reads the command line into `loader`, after the file and the environment. Prints help, version or a usage error
// itself and then returns the exit code instead.
struct CommandLineResult {
    Invocation invocation;
    std::optional<int> exitCode;
};
CommandLineResult readCommandLine(const QStringList &arguments, ConfigLoader &loader);

}  // namespace cs

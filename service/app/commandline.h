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

// Either what to do, or the exit code of a program that has nothing more to do.
struct CommandLineResult {
    Invocation invocation;
    std::optional<int> exitCode;
};

// Reads the command line into `loader`, after the file and the environment. Prints help, version or a usage error
// itself and then returns the exit code instead.
CommandLineResult readCommandLine(const QStringList &arguments, ConfigLoader &loader);

}  // namespace cs

#pragma once

#include <QString>
#include <QStringList>

#include "base/result.h"

namespace cs {

// What the command line says.
struct ConsoleOptions {
    QString server;
    QString user;
    // To be printed instead of starting: --help or --version.
    QString answer;
};

// Fails with words for the person. Needs a QCoreApplication.
Result<ConsoleOptions> parseConsoleOptions(const QStringList &arguments);

}  // namespace cs

#pragma once

#include <QString>

#include "cli/commandspec.h"

// The texts of --help and --version, each ended by a line end.
namespace cs {

QString generalHelp();
QString helpOf(const CommandSpec &spec);
// All commands that begin with this word.
QString groupHelp(const QString &group);
QString versionText();

}  // namespace cs

#pragma once

#include <QString>

#include "base/result.h"

// Tokens and passwords, from where other users cannot see them. No error holds one.
namespace cs {

// The first line of a file; "-" is standard input. `what` names the secret in errors: "token", "password".
Result<QString> readSecret(const QString &file, const QString &what);
// Asks on the terminal without showing what is typed. Fails where there is no terminal, and on Ctrl-C or Ctrl-D.
Result<QString> askSecret(const QString &question);

}  // namespace cs

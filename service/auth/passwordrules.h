#pragma once

#include <QString>

#include "base/result.h"

namespace cs {

// What a new password must be (NIST SP 800-63B, 5.1.1.2): 10 characters or more and 1024 bytes at most, not one that is
// tried first (common words, runs of the keyboard, one piece repeated), not the user's name, and nothing else: which
// characters are mixed does not matter.
struct PasswordRules {
    static constexpr qsizetype MinChars = 10;
    static constexpr qsizetype MaxBytes = 1024;
    // InvalidParams under `param`, with the rule that it breaks; never with the password.
    static Result<Done> check(const QString &param, const QString &password, const QString &userName);
    // One that is hard to guess and easy to type: 20 letters and digits in groups, 99 random bits. libsodium is
    // initialised already.
    static QString make();
};

}  // namespace cs

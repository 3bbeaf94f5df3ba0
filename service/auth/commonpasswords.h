#pragma once

#include <QString>

namespace cs {

// Whether a password is one of those that are tried first: a common word or several of them, with or without digits and
// signs around and in place of letters; a run of the alphabet, of digits or of the keyboard; a short piece repeated.
bool isCommonPassword(const QString &password);

// What a password is compared by: case folded, digits and signs that stand for letters read as those, the others gone.
QString passwordCore(const QString &password);

}  // namespace cs

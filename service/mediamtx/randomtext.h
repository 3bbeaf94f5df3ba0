#pragma once

#include <QByteArray>

namespace cs {

// `bytes` random bytes from the system as url-safe text; 24 bytes make 32 characters. Thread-safe.
QByteArray randomText(int bytes = 24);

// Compares without telling by its time how much of a guess was right; only the length may show.
bool equalInConstantTime(QByteArrayView a, QByteArrayView b);

}  // namespace cs

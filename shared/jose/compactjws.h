#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include "base/result.h"

namespace cs {

// Signed texts of the form header.payload.signature (RFC 7515 section 7.1), with HS256 and nothing else. Thread-safe.
inline constexpr qsizetype MaxJwsBytes = 16 * 1024;

QByteArray signHs256(QByteArrayView payload, QByteArrayView key);

// The payload of a text that was signed with `key`. The key is never asked for by the text: a header with another
// algorithm, with a key or the address of one, or with members that must be understood (`crit`) is refused.
// Unauthenticated with a reason that discloses nothing.
Result<QByteArray> verifyHs256(QByteArrayView token, QByteArrayView key);

}  // namespace cs

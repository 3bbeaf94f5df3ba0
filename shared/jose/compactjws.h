#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include "base/result.h"
#include "jose/jwsparts.h"

namespace cs {

// Signed texts of the form header.payload.signature (RFC 7515 section 7.1) with HS256 and a shared secret. Thread-safe.

QByteArray signHs256(QByteArrayView payload, QByteArrayView key);

// The payload of a text that was signed with `key`. Strict as splitJws(), and refuses every other algorithm.
// Unauthenticated with a reason that discloses nothing.
Result<QByteArray> verifyHs256(QByteArrayView token, QByteArrayView key);

}  // namespace cs

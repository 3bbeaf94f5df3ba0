#pragma once

#include <initializer_list>

#include <QByteArray>
#include <QByteArrayView>

namespace cs {

inline constexpr qsizetype HmacSize = 32;

// HMAC-SHA256 (RFC 2104) over the parts as if they were one text; the key may have any length. Thread-safe.
QByteArray hmacSha256(QByteArrayView key, std::initializer_list<QByteArrayView> parts);

// Compares in a time that depends on the lengths alone.
bool sameBytes(QByteArrayView a, QByteArrayView b);

}  // namespace cs

#pragma once

#include <QString>

namespace cs {

// Whether a text is an IPv4 or IPv6 address, without brackets, port or zone. As strict as inet_pton(3): "010.0.0.1" and
// "127.1" are none.
bool isAddress(const QString &text);

// Whether a text is an address, or a network such as 10.0.0.0/8. As strict as MediaMTX (v1.20.1), which reads the same
// lists: "10/8", "10.0.0.0/255.0.0.0" and "010.0.0.1" are none.
bool isNetwork(const QString &text);

}  // namespace cs

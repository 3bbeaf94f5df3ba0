#pragma once

namespace cs {

// What a port does with peers that come encrypted and with those that do not.
enum class TlsMode {
    // TLS is not spoken.
    Off,
    // Both; the first byte tells them apart.
    Optional,
    // Who comes without TLS is told so and turned away.
    Required,
};

}  // namespace cs

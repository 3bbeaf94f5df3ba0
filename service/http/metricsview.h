#pragma once

#include <QByteArray>

namespace cs {

// Where the HTTP server reads the metrics, in Prometheus' text format. Must be thread-safe and must not block.
class MetricsView {
public:
    virtual ~MetricsView() = default;
    // Empty as long as there are none.
    virtual QByteArray text() const = 0;
};

// Who may read them.
enum class MetricsAccess {
    // Who asks from this host itself, not through a proxy, and admins.
    Local,
    // Admins only, with a token or an API key.
    Admin,
    // Everybody who reaches the port.
    Open,
};

}  // namespace cs

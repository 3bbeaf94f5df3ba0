#pragma once

#include <QByteArray>

#include "telemetry/servicemetrics.h"

namespace cs {

// The metrics in Prometheus' text format, version 0.0.4. Thread-safe.
QByteArray prometheusText(const ServiceMetrics &metrics);

}  // namespace cs

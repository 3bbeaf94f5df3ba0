#pragma once

#include <functional>

#include <QString>

namespace cs {

class CameraRegistry;
class CameraViews;
class HealthMonitor;
class MediaLibrary;
class MediaServer;
class MethodTable;
class MetricsCollector;

// What the methods about the service itself need; all outlive the table.
struct ServerMethodParts {
    const HealthMonitor &health;
    const MediaServer &server;
    const CameraRegistry &registry;
    const CameraViews &views;
    MediaLibrary &library;
    MetricsCollector &metrics;
    QString version;
    QString buildDate;
    // Of the certificate that is shown now; empty if there is none.
    std::function<QString()> tlsFingerprint;
    qint64 httpPort = 0;
};

// The methods of api/server.h.
void bindServerMethods(MethodTable &table, const ServerMethodParts &parts);

}  // namespace cs

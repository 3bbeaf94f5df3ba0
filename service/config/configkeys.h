#pragma once

#include <functional>
#include <vector>

#include "config/config.h"

namespace cs {

// One leaf of the configuration, addressed by its dotted name.
struct ConfigKey {
    QString name;
    QString doc;
    QJsonObject schema;
    std::function<json::MaybeProblem(const json::Value &)> set;
    std::function<QByteArray()> get;
    // Where the value now in force comes from: "default", "file:12", an environment variable, "--set".
    QString origin = QStringLiteral("default");
    // The last value that was given for it could not be read; it has the one before.
    bool isRefused = false;
};

// CAMERA_SERVICE_SERVER_PORT for server.port.
QString environmentName(const QString &key);

// All leaves of `config`, which must outlive them.
std::vector<ConfigKey> configKeys(Config &config);

// A scalar or list written as text (environment, command line, YAML scalar), as the type that the schema asks for.
// Text that does not fit stays a string, so that the reader can say what it expected.
json::Value valueFromText(const QString &text, const QJsonObject &schema);

}  // namespace cs

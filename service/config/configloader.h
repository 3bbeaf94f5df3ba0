#pragma once

#include <QMap>
#include <QProcessEnvironment>

#include "base/result.h"
#include "config/configkeys.h"

namespace cs {

// Builds the configuration from its four layers, each overriding the one before: defaults, file, environment,
// command line. Collects every problem instead of stopping at the first. Used once, at the start.
class ConfigLoader {
public:
    ConfigLoader();

    // A missing file is a problem only if somebody named it.
    void readFile(const QString &path);
    void readEnvironment(const QProcessEnvironment &environment);
    // `assignment` is key=value, as given to --set; `origin` names the option for people.
    void assign(const QString &assignment, const QString &origin);
    void assign(const QString &key, const QString &value, const QString &origin);
    // What no single key can tell, such as two services on one port. Once, after all layers: origins get the form that
    // browsers send, and the state folder an absolute path.
    void checkWhole();

    const Config &config() const { return *m_config; }
    const std::vector<ConfigKey> &keys() const { return m_keys; }
    // One sentence each: where, which key, what was expected; empty if all is well.
    const QStringList &problems() const { return m_problems; }

    // The effective values with their origins, as YAML; secrets masked.
    QString print() const;

private:
    ConfigKey *find(const QString &name);
    void apply(const QString &name, const json::Value &value, const QString &origin);
    void unknownKey(const QString &name, const QString &origin);

    std::unique_ptr<Config> m_config;
    std::vector<ConfigKey> m_keys;
    QStringList m_problems;
};

}  // namespace cs

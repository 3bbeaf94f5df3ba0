#include "config/configloader.h"

#include "config/configcheck.h"
#include "config/yamlfile.h"

namespace cs {

ConfigLoader::ConfigLoader() : m_config(std::make_unique<Config>()), m_keys(configKeys(*m_config)) {}

ConfigKey *ConfigLoader::find(const QString &name)
{
    const auto it = std::find_if(m_keys.begin(), m_keys.end(), [&](const ConfigKey &key) { return key.name == name; });
    return it == m_keys.end() ? nullptr : &*it;
}

void ConfigLoader::unknownKey(const QString &name, const QString &origin)
{
    QStringList known;
    for (const ConfigKey &key : m_keys)
        known << key.name;
    const QString near = json::nearest(name, known);
    m_problems << QStringLiteral("%1: unknown key '%2'%3")
                      .arg(origin, name, near.isEmpty() ? QString() : QStringLiteral("; did you mean '%1'?").arg(near));
}

void ConfigLoader::apply(const QString &name, const json::Value &value, const QString &origin)
{
    ConfigKey *key = find(name);
    if (!key) {
        unknownKey(name, origin);
        return;
    }
    const auto problem = key->set(value);
    key->isRefused = problem.has_value();
    if (problem) {
        const QString where = problem->path.isEmpty() ? name : name + u'.' + problem->path;
        m_problems << QStringLiteral("%1: '%2' %3 (%4)").arg(origin, where, problem->rule, key->doc);
        return;
    }
    key->origin = origin;
}

void ConfigLoader::readFile(const QString &path)
{
    const auto leaves = readYamlFile(path);
    if (!leaves) {
        m_problems << leaves.error().message;
        return;
    }
    for (const YamlLeaf &leaf : *leaves) {
        const QString origin = QStringLiteral("%1:%2").arg(path).arg(leaf.line);
        if (!leaf.problem.isEmpty()) {
            m_problems << QStringLiteral("%1: '%2' %3").arg(origin, leaf.name, leaf.problem);
            continue;
        }
        const ConfigKey *key = find(leaf.name);
        if (!key) {
            unknownKey(leaf.name, origin);
            continue;
        }
        apply(leaf.name, leaf.toValue(key->schema), origin);
    }
}

void ConfigLoader::readEnvironment(const QProcessEnvironment &environment)
{
    QMap<QString, QString> byVariable;
    for (const ConfigKey &key : m_keys)
        byVariable.insert(environmentName(key.name), key.name);
    // Read by other programs of the product, not by this configuration.
    const QStringList others{QStringLiteral("CAMERA_SERVICE_SOCKET"), QStringLiteral("CAMERA_SERVICE_TOKEN")};
    const QStringList variables = environment.keys();
    for (const QString &variable : variables) {
        if (!variable.startsWith(QLatin1String("CAMERA_SERVICE_"))
            || variable.startsWith(QLatin1String("CAMERA_SERVICE_DEV_")) || others.contains(variable))
            continue;
        const ConfigKey *key = byVariable.contains(variable) ? find(byVariable.value(variable)) : nullptr;
        if (key) {
            apply(key->name, valueFromText(environment.value(variable), key->schema), variable);
            continue;
        }
        const QString near = json::nearest(variable, byVariable.keys());
        m_problems << QStringLiteral("environment: unknown variable %1%2")
                          .arg(variable, near.isEmpty() ? QString() : QStringLiteral("; did you mean %1?").arg(near));
    }
}

void ConfigLoader::assign(const QString &assignment, const QString &origin)
{
    const qsizetype equals = assignment.indexOf(u'=');
    if (equals <= 0) {
        m_problems << QStringLiteral("%1: '%2' is not key=value, for example server.port=8002").arg(origin, assignment);
        return;
    }
    assign(assignment.left(equals), assignment.mid(equals + 1), origin);
}

void ConfigLoader::assign(const QString &key, const QString &value, const QString &origin)
{
    const ConfigKey *known = find(key);
    if (known && known->schema.value("writeOnly").toBool())
        m_problems
            << QStringLiteral(
                   "%1: '%2' is a secret, and every user can read command lines; put it into the file or into %3")
                   .arg(origin, key, environmentName(key));
    else if (known)
        apply(key, valueFromText(value, known->schema), origin);
    else
        unknownKey(key, origin);
}

void ConfigLoader::checkWhole()
{
    QStringList refused;
    for (const ConfigKey &key : m_keys) {
        if (key.isRefused)
            refused << key.name;
    }
    m_problems << checkConfig(*m_config, refused);
}

QString ConfigLoader::print() const
{
    QString out;
    QString section;
    for (const ConfigKey &key : m_keys) {
        const QString head = key.name.section(u'.', 0, 0);
        if (head != section) {
            section = head;
            out += section + QStringLiteral(":\n");
        }
        const QString line = QStringLiteral("  %1: %2").arg(key.name.section(u'.', 1), QString::fromUtf8(key.get()));
        out += line.leftJustified(48) + QStringLiteral("  # ") + key.origin + u'\n';
    }
    return out;
}

}  // namespace cs

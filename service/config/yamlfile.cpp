#include "config/yamlfile.h"

#include <QFile>
#include <QSet>

#include <yaml-cpp/yaml.h>

#include "config/configkeys.h"

namespace cs {

namespace {

constexpr qint64 MaxFileBytes = 1024 * 1024;

class Flattener {
public:
    void walk(const YAML::Node &node, const QString &name)
    {
        const int line = node.Mark().line + 1;
        if (node.IsMap())
            walkMap(node, name);
        else if (node.IsSequence())
            walkList(node, name, line);
        else if (node.IsScalar())
            m_leaves.push_back({name, line, {text(node)}, false, {}});
        // An empty section is no setting at all.
    }
    std::vector<YamlLeaf> take() { return std::move(m_leaves); }

private:
    static QString text(const YAML::Node &node) { return QString::fromStdString(node.Scalar()); }

    void walkMap(const YAML::Node &node, const QString &name)
    {
        for (const auto &entry : node) {
            const QString key = entry.first.IsScalar() ? text(entry.first) : QStringLiteral("?");
            const QString full = name.isEmpty() ? key : name + u'.' + key;
            if (m_seen.contains(full)) {
                m_leaves.push_back({full, entry.first.Mark().line + 1, {}, false, QStringLiteral("is given twice")});
                continue;
            }
            m_seen.insert(full);
            walk(entry.second, full);
        }
    }

    void walkList(const YAML::Node &node, const QString &name, int line)
    {
        YamlLeaf leaf{name, line, {}, true, {}};
        for (const auto &item : node) {
            if (item.IsScalar())
                leaf.values << text(item);
            else
                leaf.problem = QStringLiteral("must be a list of plain values");
        }
        m_leaves.push_back(leaf);
    }

    std::vector<YamlLeaf> m_leaves;
    QSet<QString> m_seen;
};

}  // namespace

json::Value YamlLeaf::toValue(const QJsonObject &schema) const
{
    if (!isList)
        return valueFromText(values.value(0), schema);
    json::Array items;
    for (const QString &value : values)
        items.push_back(valueFromText(value, schema.value("items").toObject()));
    return json::Value(std::move(items));
}

Result<std::vector<YamlLeaf>> readYamlFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error::internal(QStringLiteral("%1: cannot be read: %2").arg(path, file.errorString()));
    if (file.size() > MaxFileBytes)
        return Error::internal(
            QStringLiteral("%1: is larger than %2 bytes; is it a configuration file?").arg(path).arg(MaxFileBytes));
    try {
        const YAML::Node root = YAML::Load(file.readAll().toStdString());
        if (!root.IsMap() && !root.IsNull())
            return Error::internal(QStringLiteral("%1:1: must hold sections such as 'server:'").arg(path));
        Flattener flattener;
        flattener.walk(root, {});
        return flattener.take();
    } catch (const YAML::Exception &e) {
        return Error::internal(QStringLiteral("%1:%2: is not valid YAML: %3")
                                   .arg(path)
                                   .arg(e.mark.line + 1)
                                   .arg(QString::fromStdString(e.msg)));
    }
}

}  // namespace cs

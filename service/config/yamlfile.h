#pragma once

#include <vector>

#include <QString>
#include <QStringList>

#include "base/result.h"
#include "json/value.h"

namespace cs {

// One scalar or list of a YAML file, with its dotted name and line. `problem` says why it is unusable, if it is.
struct YamlLeaf {
    QString name;
    int line = 0;
    QStringList values;
    bool isList = false;
    QString problem;

    json::Value toValue(const QJsonObject &schema) const;
};

// Reads a configuration file flat. The error's message names file, line and what the parser expected.
Result<std::vector<YamlLeaf>> readYamlFile(const QString &path);

}  // namespace cs

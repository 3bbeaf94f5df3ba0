#include "tools/apimarkdown.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QList>
#include <QMap>

namespace cs {

namespace {

// A cell of a table: what would end it is escaped.
QString cell(const QString &text)
{
    return QString(text).replace(u'|', QStringLiteral("\\|"));
}

QString compact(const QJsonValue &value)
{
    const QByteArray wrapped = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(wrapped.mid(1, wrapped.size() - 2));
}

QString code(const QString &text)
{
    return u'`' + text + u'`';
}

QString nameOfReference(const QJsonObject &schema)
{
    return schema.value("$ref").toString().section(u'/', -1);
}

QString linkTo(const QString &type)
{
    return u'[' + type + QStringLiteral("](methods.md#type-") + type.toLower() + u')';
}

QString bounds(const QJsonObject &schema)
{
    const auto range = [&schema](const char *low, const char *high) {
        return QStringLiteral(" %1 to %2")
            .arg(compact(schema.value(QLatin1String(low))), compact(schema.value(QLatin1String(high))));
    };
    if (schema.contains("minimum"))
        return range("minimum", "maximum");
    return schema.contains("minLength") ? range("minLength", "maxLength") + QStringLiteral(" characters") : QString();
}

// "array of Camera", "integer 1 to 1000", "viewer, operator or admin": what stands in the column of types.
QString typeText(const QJsonObject &schema)
{
    if (schema.contains("$ref"))
        return linkTo(nameOfReference(schema));
    if (schema.contains("enum")) {
        QStringList words;
        for (const QJsonValue &word : schema.value("enum").toArray())
            words << code(word.toString());
        return words.join(QStringLiteral(", "));
    }
    const QString type = schema.value("type").toString();
    if (type == QLatin1String("array"))
        return QStringLiteral("array of ") + typeText(schema.value("items").toObject());
    if (schema.value("additionalProperties").isObject())
        return QStringLiteral("map of ") + typeText(schema.value("additionalProperties").toObject());
    if (schema.value("format").toString() == QLatin1String("date-time"))
        return QStringLiteral("time, ISO 8601");
    return type + bounds(schema);
}

// One line a member, those of nested objects below them with a dotted name.
void memberRows(QString &out, const QJsonObject &schema, const QString &prefix)
{
    const QJsonArray required = schema.value("required").toArray();
    const QJsonObject properties = schema.value("properties").toObject();
    for (auto it = properties.begin(); it != properties.end(); ++it) {
        const QJsonObject member = it.value().toObject();
        const QString name = prefix + it.key();
        const QString optional = required.contains(it.key()) ? QString() : QStringLiteral(" (may be absent)");
        out += QStringLiteral("| %1%2 | %3 | %4 |\n")
                   .arg(code(name), optional, cell(typeText(member)), cell(member.value("description").toString()));
        memberRows(out, member, name + u'.');
        memberRows(out, member.value("items").toObject(), name + QStringLiteral("[]."));
    }
}

QString memberTable(const QJsonObject &schema)
{
    QString rows;
    memberRows(rows, schema, {});
    return QStringLiteral("| member | type | meaning |\n|---|---|---|\n") + rows;
}

QString paramTable(const QJsonArray &params)
{
    QString out = QStringLiteral("| param | type | meaning |\n|---|---|---|\n");
    for (const QJsonValue &value : params) {
        const QJsonObject param = value.toObject();
        const QJsonObject schema = param.value("schema").toObject();
        QString notes = param.value("description").toString();
        if (schema.contains("default") && !notes.contains(QLatin1String("(default")))
            notes += QStringLiteral(" (default %1)").arg(code(compact(schema.value("default"))));
        out += QStringLiteral("| %1%2 | %3 | %4 |\n")
                   .arg(code(param.value("name").toString()),
                        param.value("required").toBool() ? QStringLiteral(" *") : QString(), cell(typeText(schema)),
                        cell(notes));
    }
    return out;
}

QString resultText(const QJsonObject &schema)
{
    if (schema.value("properties").toObject().isEmpty())
        return QStringLiteral("Result: %1.\n").arg(typeText(schema));
    return QStringLiteral("Result:\n\n") + memberTable(schema);
}

QString errorText(const QJsonArray &errors)
{
    QStringList names;
    for (const QJsonValue &error : errors)
        names << nameOfReference(error.toObject());
    return QStringLiteral("Errors: %1.\n").arg(names.join(QStringLiteral(", ")));
}

QString exampleText(const QJsonObject &method)
{
    const QJsonObject example = method.value("examples").toArray().first().toObject();
    QJsonObject params;
    for (const QJsonValue &param : example.value("params").toArray())
        params.insert(param.toObject().value("name").toString(), param.toObject().value("value"));
    const QJsonObject call{{"jsonrpc", "2.0"}, {"id", 1}, {"method", method.value("name")}, {"params", params}};
    const QJsonObject answer{
        {"jsonrpc", "2.0"}, {"id", 1}, {"result", example.value("result").toObject().value("value")}};
    return QStringLiteral("```json\n%1\n%2\n```\n").arg(compact(call), compact(answer));
}

QString roleText(const QJsonObject &method)
{
    const QString role = method.value("x-role").toString();
    if (role == QLatin1String("none"))
        return QStringLiteral("answers before sign-in");
    const bool all = method.value("x-cameras").toString() == QLatin1String("all");
    return QStringLiteral("role ") + role + (all ? QStringLiteral(" of all cameras") : QString());
}

QString methodText(const QJsonObject &method)
{
    QString out =
        QStringLiteral("### %1\n\n%2\n\n").arg(method.value("name").toString(), method.value("summary").toString());
    out += QStringLiteral("*%1, %2%3*\n\n")
               .arg(roleText(method), method.value("x-effect").toString(),
                    method.value("paramStructure").toString() == QLatin1String("by-name")
                        ? QStringLiteral(", params by name only")
                        : QString());
    const QJsonArray params = method.value("params").toArray();
    out += params.isEmpty() ? QStringLiteral("No params.\n") : paramTable(params);
    out += u'\n' + resultText(method.value("result").toObject().value("schema").toObject());
    out += u'\n' + errorText(method.value("errors").toArray());
    return out + u'\n' + exampleText(method) + u'\n';
}

QString errorSection(const QJsonObject &errors)
{
    QString out = QStringLiteral("## Errors\n\n| error | code | `data` as in |\n|---|---|---|\n");
    for (auto it = errors.begin(); it != errors.end(); ++it) {
        const QJsonObject error = it.value().toObject();
        out += QStringLiteral("| %1 | %2 | %3 |\n")
                   .arg(it.key(), compact(error.value("code")), cell(code(compact(error.value("data")))));
    }
    return out + u'\n';
}

QString typeSection(const QJsonObject &schemas)
{
    QString out = QStringLiteral("## Types\n\n");
    for (auto it = schemas.begin(); it != schemas.end(); ++it) {
        const QJsonObject schema = it.value().toObject();
        out += QStringLiteral("### Type %1\n\n").arg(it.key());
        if (schema.value("properties").toObject().isEmpty()) {
            const QString pattern = schema.value("pattern").toString();
            out += typeText(schema);
            out += (pattern.isEmpty() ? QString() : QStringLiteral(", pattern ") + code(pattern))
                   + QStringLiteral(".\n\n");
        } else {
            out += memberTable(schema) + u'\n';
        }
    }
    return out;
}

QString head(const QString &title)
{
    return QStringLiteral(
               "# %1\n\n<!-- Written by `./dev docs` from the declarations in shared/api; do not edit. -->\n\n")
        .arg(title);
}

}  // namespace

QByteArray methodsPage(const QJsonObject &document)
{
    QList<QString> order;
    QMap<QString, QString> sections;
    for (const QJsonValue &value : document.value("methods").toArray()) {
        const QJsonObject method = value.toObject();
        const QString tag = method.value("tags").toArray().first().toObject().value("name").toString();
        if (!order.contains(tag))
            order << tag;
        sections[tag] += methodText(method);
    }
    QString out = head(QStringLiteral("Methods"));
    out += QStringLiteral("JSON-RPC 2.0 over `ws://HOST:8002/ws`. A star marks params that must be there. The same for "
                          "programs: [openrpc.json](openrpc.json), or the method `rpc.discover` of a running service. "
                          "What the service sends unasked: [notifications.md](notifications.md).\n\n");
    for (const QString &tag : order)
        out += QStringLiteral("## %1\n\n").arg(tag) + sections.value(tag);
    const QJsonObject components = document.value("components").toObject();
    out += errorSection(components.value("errors").toObject()) + typeSection(components.value("schemas").toObject());
    return out.trimmed().toUtf8() + '\n';
}

QByteArray notificationsPage(const QJsonObject &document)
{
    QString out = head(QStringLiteral("Notifications"));
    out += QStringLiteral(
        "Sent without an `id`. Topics reach the sockets that subscribed with `subscribe_events` and may "
        "see the camera.\n\n");
    for (const QJsonValue &value : document.value("x-notifications").toArray()) {
        const QJsonObject notification = value.toObject();
        const QJsonObject call{
            {"jsonrpc", "2.0"}, {"method", notification.value("name")}, {"params", notification.value("example")}};
        out += QStringLiteral("## %1\n\n%2\n\n")
                   .arg(notification.value("name").toString(), notification.value("summary").toString());
        out += memberTable(notification.value("params").toObject());
        out += QStringLiteral("\n```json\n%1\n```\n\n").arg(compact(call));
    }
    return out.trimmed().toUtf8() + '\n';
}

}  // namespace cs

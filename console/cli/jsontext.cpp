#include "cli/jsontext.h"

#include "cli/celltext.h"

namespace cs {

namespace {

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Where the string that begins at `start` ends, its quote included.
qsizetype endOfString(const QByteArray &json, qsizetype start)
{
    qsizetype at = start + 1;
    while (at < json.size() && json[at] != '"')
        at += json[at] == '\\' ? 2 : 1;
    return std::min(at + 1, json.size());
}

qsizetype skipSpace(const QByteArray &json, qsizetype at)
{
    while (at < json.size() && isSpace(json[at]))
        ++at;
    return at;
}

QString scalarText(const json::Value &value)
{
    if (const QString *text = value.asString()) {
        const QString clean = harmless(*text);
        const bool plain = !clean.isEmpty() && !clean.contains(u' ') && !clean.contains(u'"');
        return plain ? clean : u'"' + QString(clean).replace(u'"', QLatin1String("\\\"")) + u'"';
    }
    if (const bool *flag = value.asBool())
        return *flag ? QStringLiteral("true") : QStringLiteral("false");
    if (const qint64 *number = value.asInt())
        return QString::number(*number);
    if (const double *number = value.asDouble())
        return QString::number(*number);
    return QStringLiteral("null");
}

}  // namespace

QByteArray indented(const QByteArray &json)
{
    QByteArray out;
    int depth = 0;
    const auto newLine = [&] { out += '\n' + QByteArray(depth * 2, ' '); };
    for (qsizetype at = skipSpace(json, 0); at < json.size(); at = skipSpace(json, at)) {
        const char c = json[at];
        if (c == '"') {
            const qsizetype end = endOfString(json, at);
            out += json.mid(at, end - at);
            at = end;
            continue;
        }
        ++at;
        if (c == '{' || c == '[') {
            out += c;
            const qsizetype next = skipSpace(json, at);
            if (next < json.size() && (json[next] == '}' || json[next] == ']')) {
                out += json[next];
                at = next + 1;
                continue;
            }
            ++depth;
            newLine();
        } else if (c == '}' || c == ']') {
            depth = std::max(0, depth - 1);
            newLine();
            out += c;
        } else if (c == ',') {
            out += c;
            newLine();
        } else if (c == ':') {
            out += ": ";
        } else {
            out += c;
        }
    }
    return out;
}

QString memberLine(const json::Value &object, const QStringList &without)
{
    QStringList parts;
    const json::Object *members = object.asObject();
    if (!members)
        return {};
    for (const auto &[name, value] : *members) {
        if (without.contains(name) || value.asObject() || value.asArray())
            continue;
        parts << harmless(name) + u'=' + scalarText(value);
    }
    return parts.join(u' ');
}

}  // namespace cs

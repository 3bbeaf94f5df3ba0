#include "json/codec.h"

#include <numeric>

#include <QSet>

namespace cs::json {

namespace {

int editDistance(const QString &a, const QString &b)
{
    std::vector<int> row(static_cast<size_t>(b.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        int diagonal = row[0];
        row[0] = static_cast<int>(i);
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const auto at = static_cast<size_t>(j);
            const int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[at];
            row[at] = std::min({row[at] + 1, row[at - 1] + 1, replaced});
        }
    }
    return row.back();
}

}  // namespace

Problem wrongType(const char *expected, const Value &got)
{
    return {{},
            QStringLiteral("must be %1, not %2").arg(QString::fromLatin1(expected), got.typeName()),
            QStringLiteral("send %1").arg(QString::fromLatin1(expected))};
}

QJsonObject typeSchema(const char *type)
{
    return {{"type", QString::fromLatin1(type)}};
}

QJsonValue toQJson(const Value &value)
{
    if (const bool *b = value.asBool())
        return *b;
    if (const qint64 *i = value.asInt())
        return *i;
    if (const double *d = value.asDouble())
        return *d;
    if (const QString *s = value.asString())
        return *s;
    if (const Array *array = value.asArray()) {
        QJsonArray out;
        for (const Value &item : *array)
            out.append(toQJson(item));
        return out;
    }
    if (const Object *object = value.asObject()) {
        QJsonObject out;
        for (const auto &[key, member] : *object)
            out.insert(key, toQJson(member));
        return out;
    }
    return QJsonValue::Null;
}

QString nearest(const QString &word, const QStringList &known)
{
    constexpr qsizetype maxLength = 100;  // the distance is quadratic, and the word comes from outside
    if (word.size() > maxLength)
        return {};
    QString best;
    int bestDistance = static_cast<int>(std::max<qsizetype>(2, word.size() / 3)) + 1;
    for (const QString &candidate : known) {
        const int distance = editDistance(word.toLower(), candidate.toLower());
        if (distance < bestDistance) {
            bestDistance = distance;
            best = candidate;
        }
    }
    return best;
}

MaybeProblem checkNames(const Object &object, const std::vector<const char *> &known, Unknown unknown)
{
    QStringList names;
    for (const char *name : known)
        names << QString::fromLatin1(name);
    QSet<QString> seen;
    for (const auto &[key, value] : object) {
        const QString shown = key.left(100);
        if (seen.contains(key))
            return Problem{shown, QStringLiteral("is given twice"), QStringLiteral("send each member once")};
        seen.insert(key);
        if (unknown == Unknown::Ignore || names.contains(key))
            continue;
        const QString near = nearest(key, names);
        const QString hint = names.isEmpty()  ? QStringLiteral("this takes no parameters")
                             : near.isEmpty() ? QStringLiteral("known are: %1").arg(names.join(QStringLiteral(", ")))
                                              : QStringLiteral("did you mean '%1'?").arg(near);
        return Problem{shown, QStringLiteral("is not known"), hint};
    }
    return std::nullopt;
}

namespace {

MaybeProblem readMember(const Value &value, void *object, const Field &field, Unknown unknown)
{
    const QString name = QString::fromLatin1(field.name);
    const Value *member = value.member(name);
    // null means absent for whatever may be absent: clients send it for unset fields.
    if (!member || (member->isNull() && !field.required)) {
        if (field.required)
            return Problem{name, QStringLiteral("is required"), QString::fromUtf8(field.doc)};
        return std::nullopt;
    }
    if (auto problem = field.type->read(*member, field.in(object), unknown))
        return within(*problem, name);
    return std::nullopt;
}

}  // namespace

MaybeProblem readFields(const Value &value, void *object, const Fields &fields, Unknown unknown)
{
    const Object *members = value.asObject();
    if (!members)
        return wrongType("an object", value);
    if (auto problem = checkNames(*members, namesOf(fields), unknown))
        return problem;
    for (const Field &field : fields) {
        if (auto problem = readMember(value, object, field, unknown))
            return problem;
    }
    return std::nullopt;
}

void writeFields(Writer &writer, const void *object, const Fields &fields)
{
    writer.beginObject();
    for (const Field &field : fields) {
        const void *member = field.in(object);
        if (field.type->isAbsent && field.type->isAbsent(member))
            continue;
        writer.key(field.name);
        field.type->write(writer, member);
    }
    writer.endObject();
}

QJsonObject schemaOf(const Fields &fields)
{
    QJsonObject properties;
    QJsonArray required;
    for (const Field &field : fields) {
        QJsonObject schema = field.type->schema();
        schema.insert("description", QString::fromUtf8(field.doc));
        properties.insert(QString::fromLatin1(field.name), schema);
        if (field.required)
            required.append(QString::fromLatin1(field.name));
    }
    QJsonObject result{{"type", "object"}, {"properties", properties}};
    if (!required.isEmpty())
        result.insert("required", required);
    return result;
}

std::vector<const char *> namesOf(const Fields &fields)
{
    std::vector<const char *> names;
    names.reserve(fields.size());
    for (const Field &field : fields)
        names.push_back(field.name);
    return names;
}

MaybeProblem checkDuplicates(const Value &value)
{
    if (const Array *array = value.asArray()) {
        for (size_t i = 0; i < array->size(); ++i) {
            if (auto problem = checkDuplicates((*array)[i]))
                return within(*problem, QString::number(i));
        }
    }
    if (const Object *object = value.asObject()) {
        QSet<QString> seen;
        for (const auto &[key, member] : *object) {
            if (seen.contains(key))
                return Problem{key.left(100), QStringLiteral("is given twice"),
                               QStringLiteral("send each member once")};
            seen.insert(key);
            if (auto problem = checkDuplicates(member))
                return within(*problem, key.left(100));
        }
    }
    return std::nullopt;
}

Problem within(Problem inner, const QString &name)
{
    inner.path = inner.path.isEmpty() ? name : name + u'.' + inner.path;
    return inner;
}

Error toError(const Problem &problem)
{
    return Error::invalidParam(problem.path.isEmpty() ? QStringLiteral("params") : problem.path, problem.rule,
                               problem.hint);
}

}  // namespace cs::json

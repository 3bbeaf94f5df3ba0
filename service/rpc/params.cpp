#include "rpc/params.h"

#include <algorithm>
#include <cmath>

#include <QSet>

#include "json/codec.h"

namespace cs {

namespace {

// The path of a member that is given twice, or nothing. Depth is bounded by the parser.
std::optional<QString> duplicateIn(const json::Value &value)
{
    if (const json::Array *array = value.asArray()) {
        for (size_t i = 0; i < array->size(); ++i) {
            if (const auto inner = duplicateIn((*array)[i]))
                return QString::number(i) + u'.' + *inner;
        }
    }
    if (const json::Object *object = value.asObject()) {
        QSet<QStringView> seen;
        for (const auto &[key, member] : *object) {
            if (seen.contains(key))
                return key.left(100);
            seen.insert(key);
            if (const auto inner = duplicateIn(member))
                return key.left(100) + u'.' + *inner;
        }
    }
    return std::nullopt;
}

Result<json::Value> named(const json::Array &values, const std::vector<const char *> &names)
{
    if (values.size() > names.size()) {
        return Error::invalidParam(QString::number(names.size()),
                                   QStringLiteral("there are at most %1 positional parameters").arg(names.size()),
                                   QStringLiteral("send params as an object"));
    }
    json::Object object;
    for (size_t i = 0; i < values.size(); ++i)
        object.emplace_back(QString::fromLatin1(names[i]), values[i]);
    return json::Value(std::move(object));
}

// No type holds it; as the greatest number there is it breaks the rule of whatever param it was meant for.
constexpr char beyondAll[] = "1.7976931348623157e308";

bool isHeld(const QByteArray &number)
{
    bool fits = false;
    const qsizetype exponent = std::max(number.indexOf('e'), number.indexOf('E'));
    if (exponent >= 0 || number.contains('.')) {
        const double value = number.toDouble(&fits);
        if (fits && std::isfinite(value))
            return true;
        // One that is too small fails here as well; it is 0, as the parser has it.
        constexpr qsizetype digitsOfGreatest = 309;
        return exponent >= 0 ? number.mid(exponent + 1).startsWith('-') : number.indexOf('.') < digitsOfGreatest;
    }
    (void)number.toLongLong(&fits);
    if (!fits)
        (void)number.toULongLong(&fits);
    return fits;
}

// A text whose grammar is right, with the numbers that no type holds exchanged.
QByteArray withHeldNumbers(const QByteArray &text)
{
    const auto isOfNumber = [](char c) {
        return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
    };
    QByteArray out;
    bool inString = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool begins = !inString && (c == '-' || (c >= '0' && c <= '9'));
        if (!begins) {
            out += c;
            if (inString && c == '\\' && i + 1 < text.size())
                out += text[++i];
            else if (c == '"')
                inString = !inString;
            continue;
        }
        qsizetype end = i;
        while (end < text.size() && isOfNumber(text[end]))
            ++end;
        const QByteArray number = text.mid(i, end - i);
        out += isHeld(number) ? number : (c == '-' ? QByteArray("-") : QByteArray()) + beyondAll;
        i = end - 1;
    }
    return out;
}

constexpr qsizetype targetLength = 256;
const QString keyName = QStringLiteral("idempotency_key");

void writeCanonical(json::Writer &writer, const json::Value &value)
{
    if (const json::Array *array = value.asArray()) {
        writer.beginArray();
        for (const json::Value &item : *array)
            writeCanonical(writer, item);
        writer.endArray();
    } else if (const json::Object *object = value.asObject()) {
        json::Object sorted = *object;
        std::sort(sorted.begin(), sorted.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
        writer.beginObject();
        for (const auto &[name, member] : sorted) {
            writer.key(name);
            writeCanonical(writer, member);
        }
        writer.endObject();
    } else if (const qint64 *integer = value.asInt()) {
        writer.value(*integer);
    } else {
        writer.value(json::toQJson(value));
    }
}

}  // namespace

CallSubject subjectOf(const api::MethodInfo &method, const json::Value &params)
{
    CallSubject subject;
    const json::Value *target = *method.target ? params.member(QString::fromLatin1(method.target)) : nullptr;
    if (target && target->asString())
        subject.target = target->asString()->left(targetLength);
    const json::Value *device = params.member(u"device");
    if (device && device->asString())
        subject.device = CameraId::parse(*device->asString());
    if (subject.device && subject.device->toString() != *device->asString())
        subject.unknown = device->asString()->left(targetLength);
    return subject;
}

Error noSuchCamera(const QString &unknown)
{
    Error error = Error::notFound(QStringLiteral("camera"), unknown);
    qsizetype digits = QStringLiteral("camera").size();
    while (digits < unknown.size() - 1 && unknown[digits] == u'0')
        ++digits;
    const QString meant = QStringLiteral("camera") + unknown.mid(digits);
    const bool isShort = CameraId::parse(meant) && CameraId::parse(meant)->toString() == meant;
    error.data.insert(QStringLiteral("rule"),
                      isShort ? QStringLiteral("the number in a camera's id has no leading zeros")
                              : QStringLiteral("the number in a camera's id has at most nine digits"));
    error.data.insert(QStringLiteral("hint"), isShort ? QStringLiteral("did you mean %1?").arg(meant)
                                                      : QStringLiteral("get_camera_list names the ids there are"));
    return error;
}

Result<std::optional<QString>> takeIdempotencyKey(const api::MethodInfo &method, json::Value &params)
{
    const json::Value *member = api::takesIdempotencyKey(method) ? params.member(keyName) : nullptr;
    if (!member)
        return std::optional<QString>();
    std::optional<QString> key;
    if (!member->isNull()) {
        key.emplace();
        if (auto problem = json::readText(*member, api::IdempotencyKey::min, api::IdempotencyKey::max, *key))
            return json::toError(json::within(*problem, keyName));
    }
    json::Object rest = *params.asObject();
    std::erase_if(rest, [](const auto &other) { return other.first == keyName; });
    params = json::Value(std::move(rest));
    return key;
}

QByteArray canonicalText(const json::Value &value)
{
    json::Writer writer;
    writeCanonical(writer, value);
    return writer.take();
}

Result<json::Value> namedParams(const QByteArray &raw, const std::vector<const char *> &names)
{
    if (raw.isEmpty())
        return json::Value(json::Object());
    auto parsed = json::parse(raw);
    // The grammar was right, so this is a number no type can hold, or half a surrogate pair.
    if (!parsed.ok())
        parsed = json::parse(withHeldNumbers(raw));
    if (!parsed.ok()) {
        return Error::invalidParam(QStringLiteral("params"), QStringLiteral("must hold values that can be represented"),
                                   parsed.error().message);
    }
    if (const auto path = duplicateIn(*parsed))
        return Error::invalidParam(*path, QStringLiteral("is given twice"), QStringLiteral("send each member once"));
    if (const json::Array *array = parsed->asArray())
        return named(*array, names);
    return parsed;
}

}  // namespace cs

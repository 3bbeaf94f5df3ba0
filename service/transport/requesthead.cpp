#include "transport/requesthead.h"

#include <algorithm>
#include <cstring>

#include <QList>

namespace cs {

namespace {

constexpr size_t maxFields = 100;

// RFC 9110, section 5.6.2.
bool isToken(const QByteArray &text)
{
    const auto fits = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
               || (c != '\0' && std::strchr("!#$%&'*+-.^_`|~", c));
    };
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), fits);
}

bool isFieldValue(const QByteArray &text)
{
    return std::none_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}

bool isTarget(const QByteArray &text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

bool readRequestLine(const QByteArray &line, RequestHead &out)
{
    const QList<QByteArray> words = line.split(' ');
    if (words.size() != 3 || words[2] != "HTTP/1.1" || !isToken(words[0]) || !isTarget(words[1]))
        return false;
    out.method = words[0];
    out.target = words[1];
    return true;
}

bool readField(const QByteArray &line, RequestHead &out)
{
    const qsizetype colon = line.indexOf(':');
    if (colon < 0 || out.fields.size() >= maxFields)
        return false;
    const QByteArray name = line.left(colon);
    const QByteArray value = line.mid(colon + 1).trimmed();
    if (!isToken(name) || !isFieldValue(value))
        return false;
    out.fields.emplace_back(name.toLower(), value);
    return true;
}

}  // namespace

qsizetype RequestHead::count(QByteArrayView name) const
{
    return std::count_if(fields.begin(), fields.end(), [name](const auto &field) { return field.first == name; });
}

QByteArray RequestHead::value(QByteArrayView name) const
{
    const auto it = std::find_if(fields.begin(), fields.end(),
                                 [name](const auto &field) { return field.first == name; });
    return it == fields.end() ? QByteArray() : it->second;
}

QByteArray RequestHead::joined(QByteArrayView name) const
{
    QByteArray all;
    for (const auto &[fieldName, fieldValue] : fields) {
        if (fieldName == name)
            all += all.isEmpty() ? fieldValue : ", " + fieldValue;
    }
    return all;
}

bool RequestHead::lists(QByteArrayView name, QByteArrayView word) const
{
    for (const auto &[fieldName, fieldValue] : fields) {
        if (fieldName != name)
            continue;
        const QList<QByteArray> items = fieldValue.split(',');
        for (const QByteArray &item : items) {
            if (item.trimmed().compare(word, Qt::CaseInsensitive) == 0)
                return true;
        }
    }
    return false;
}

std::optional<RequestHead> parseRequestHead(const QByteArray &text)
{
    if (!text.endsWith("\r\n\r\n"))
        return std::nullopt;
    RequestHead head;
    bool first = true;
    for (qsizetype at = 0; at < text.size() - 2;) {
        const qsizetype end = text.indexOf("\r\n", at);
        const QByteArray line = text.mid(at, end - at);
        at = end + 2;
        if (!(first ? readRequestLine(line, head) : readField(line, head)))
            return std::nullopt;
        first = false;
    }
    return head;
}

}  // namespace cs

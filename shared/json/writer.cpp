#include "json/writer.h"

#include <charconv>
#include <cmath>

#include <QJsonArray>
#include <QJsonObject>

namespace cs::json {

void Writer::comma()
{
    if (m_needComma)
        m_out += ',';
    m_needComma = true;
}

void Writer::open(char c)
{
    comma();
    m_out += c;
    m_needComma = false;
}

void Writer::close(char c)
{
    m_out += c;
    m_needComma = true;
}

void Writer::key(QByteArrayView name)
{
    comma();
    m_out += '"';
    m_out += name;
    m_out += "\":";
    m_needComma = false;
}

void Writer::key(const QString &name)
{
    comma();
    string(name.toUtf8());
    m_out += ':';
    m_needComma = false;
}

void Writer::value(bool b)
{
    raw(b ? "true" : "false");
}

void Writer::value(qint64 i)
{
    char buffer[24];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, i).ptr;
    raw(QByteArrayView(buffer, end - buffer));
}

void Writer::value(double d)
{
    if (!std::isfinite(d)) {
        null();
        return;
    }
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, d).ptr;
    raw(QByteArrayView(buffer, end - buffer));
}

void Writer::value(const QString &s)
{
    comma();
    string(s.toUtf8());
}

void Writer::value(const QJsonValue &v)
{
    switch (v.type()) {
    case QJsonValue::Bool: value(v.toBool()); break;
    case QJsonValue::Double: {
        const qint64 whole = v.toInteger();
        if (static_cast<double>(whole) == v.toDouble())
            value(whole);
        else
            value(v.toDouble());
        break;
    }
    case QJsonValue::String: value(v.toString()); break;
    case QJsonValue::Array: {
        beginArray();
        const QJsonArray array = v.toArray();
        for (const QJsonValue item : array)
            value(item);
        endArray();
        break;
    }
    case QJsonValue::Object: {
        beginObject();
        const QJsonObject object = v.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            key(it.key());
            value(it.value());
        }
        endObject();
        break;
    }
    case QJsonValue::Null:
    case QJsonValue::Undefined: null(); break;
    }
}

void Writer::null()
{
    raw("null");
}

void Writer::raw(QByteArrayView json)
{
    comma();
    m_out += json;
}

void Writer::string(QByteArrayView utf8)
{
    static constexpr char hex[] = "0123456789abcdef";
    m_out += '"';
    for (const char c : utf8) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            m_out += '\\';
            m_out += c;
        } else if (byte >= 0x20) {
            m_out += c;
        } else {
            m_out += "\\u00";
            m_out += hex[byte >> 4];
            m_out += hex[byte & 15];
        }
    }
    m_out += '"';
}

}  // namespace cs::json

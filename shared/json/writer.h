#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QJsonValue>
#include <QString>

namespace cs::json {

// Appends JSON text to a byte array; commas are its business, balance is the caller's. Not thread-safe.
class Writer {
public:
    void beginObject() { open('{'); }
    void endObject() { close('}'); }
    void beginArray() { open('['); }
    void endArray() { close(']'); }
    // `name` is plain ASCII of our own, so it needs no escaping.
    void key(QByteArrayView name);
    void key(const char *name) { key(QByteArrayView(name)); }
    // A name that comes from data.
    void key(const QString &name);

    void value(bool b);
    void value(qint64 i);
    void value(int i) { value(static_cast<qint64>(i)); }
    // NaN and infinities have no JSON form and are written as null.
    void value(double d);
    void value(const QString &s);
    void value(const char *) = delete;
    void value(const QJsonValue &v);
    void null();
    // Text that is JSON already.
    void raw(QByteArrayView json);

    const QByteArray &bytes() const { return m_out; }
    QByteArray take() { return std::exchange(m_out, {}); }

private:
    void open(char c);
    void close(char c);
    void comma();
    void string(QByteArrayView utf8);

    QByteArray m_out;
    bool m_needComma = false;
};

}  // namespace cs::json

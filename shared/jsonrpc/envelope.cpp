#include "jsonrpc/envelope.h"

#include <QStringDecoder>

#include "json/value.h"

namespace cs {

namespace {

// Which names a message has had so far. Few members are the rule, so they are compared one by one; many are an attack
// or a mistake, so they are hashed.
class Names {
public:
    // False if the name was there before.
    bool add(const QByteArray &name)
    {
        constexpr qsizetype few = 8;
        if (m_few.size() < few) {
            if (m_few.contains(name))
                return false;
            m_few.append(name);
            return true;
        }
        if (m_few.contains(name) || m_many.contains(name))
            return false;
        m_many.insert(name);
        return true;
    }

private:
    QVarLengthArray<QByteArray, 8> m_few;
    QSet<QByteArray> m_many;
};

// The name in UTF-8, without quotes and escapes, so that "m\u0065thod" is found to be "method".
QByteArray plainName(QByteArrayView raw)
{
    if (raw.contains('\\')) {
        if (const auto text = decoded(raw))
            return text->toUtf8();
    }
    return raw.sliced(1, raw.size() - 2).toByteArray();
}

Scanner::Piece *memberOf(Envelope &envelope, const QByteArray &name)
{
    if (name == "jsonrpc")
        return &envelope.jsonrpc;
    if (name == "id")
        return &envelope.id;
    if (name == "method")
        return &envelope.method;
    if (name == "params")
        return &envelope.params;
    if (name == "result")
        return &envelope.result;
    if (name == "error")
        return &envelope.error;
    return nullptr;
}

}  // namespace

bool Envelope::saysVersion2() const
{
    return jsonrpc.raw == "\"2.0\"" || (jsonrpc.raw.contains('\\') && decoded(jsonrpc.raw) == QLatin1String("2.0"));
}

bool Envelope::hasUsableId() const
{
    if (id.raw.isEmpty() || idTwice)
        return false;
    const char c = id.raw.front();
    return c == '"' || c == '-' || c == 'n' || (c >= '0' && c <= '9');
}

bool readEnvelope(Scanner &scanner, Envelope &out)
{
    Names names;
    if (!scanner.take('{'))
        return false;
    if (scanner.take('}'))
        return true;
    do {
        QByteArrayView rawName;
        Scanner::Piece piece;
        if (!scanner.string(rawName) || !scanner.take(':') || !scanner.value(piece))
            return false;
        out.depth = std::max(out.depth, piece.depth + 1);
        const QByteArray name = plainName(rawName);
        if (!names.add(name)) {
            out.duplicate = QString::fromUtf8(name.left(100));
            out.idTwice = out.idTwice || name == "id";
        }
        if (Scanner::Piece *member = memberOf(out, name))
            *member = piece;
    } while (scanner.take(','));
    return scanner.take('}');
}

std::optional<QString> decoded(QByteArrayView rawString)
{
    if (!rawString.startsWith('"'))
        return std::nullopt;
    if (!rawString.contains('\\')) {
        // QString::fromUtf8 would swallow a byte order mark, and then two names would be one.
        QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
        return QString(decoder(rawString.sliced(1, rawString.size() - 2)));
    }
    const auto value = json::parse(rawString);
    if (!value.ok() || !value->asString())
        return std::nullopt;
    return *value->asString();
}

}  // namespace cs

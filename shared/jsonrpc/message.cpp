#include "jsonrpc/message.h"

#include <simdjson.h>

#include "json/codec.h"
#include "jsonrpc/envelope.h"

namespace cs {

namespace {

QByteArray refusal(int code, const QString &message, const QString &hint, QByteArrayView id = {})
{
    return errorAnswer(id, ErrorObject{code, message, {{"hint", hint}}});
}

QByteArray notJson(const QString &where)
{
    return refusal(rpccode::ParseError, QStringLiteral("the frame is not JSON: %1").arg(where),
                   QStringLiteral("send one JSON object, or one array of them, per text frame, in UTF-8"));
}

QByteArray notJsonAt(const Scanner &scanner)
{
    return notJson(QStringLiteral("broken near byte %1").arg(scanner.position()));
}

// What is wrong with the envelope as a JSON-RPC 2.0 request, and what to send instead; null if nothing is.
struct Flaw {
    QString message;
    QString hint;
};

Flaw flawOf(const Envelope &envelope, const ParseLimits &limits)
{
    if (!envelope.duplicate.isNull())
        return {QStringLiteral("'%1' is given twice").arg(envelope.duplicate), QStringLiteral("send each member once")};
    if (envelope.depth > limits.maxDepth)
        return {QStringLiteral("the request is nested too deep"),
                QStringLiteral("nest at most %1 objects and arrays").arg(limits.maxDepth)};
    if (!envelope.saysVersion2())
        return {QStringLiteral("this is not JSON-RPC 2.0"), QStringLiteral("send \"jsonrpc\":\"2.0\"")};
    if (!envelope.id.raw.isEmpty() && !envelope.hasUsableId())
        return {QStringLiteral("the id is of a wrong kind"), QStringLiteral("send a string, a number or null as id")};
    if (!envelope.method.raw.startsWith('"'))
        return {QStringLiteral("the method is missing or no string"), QStringLiteral("name the method in \"method\"")};
    const QByteArrayView params = envelope.params.raw;
    if (!params.isEmpty() && params != "null" && !params.startsWith('{') && !params.startsWith('['))
        return {QStringLiteral("params is neither an object nor an array"),
                QStringLiteral("send params as an object, or leave it out")};
    return {};
}

ParsedFrame::Item toItem(const Envelope &envelope, const ParseLimits &limits)
{
    const Flaw flaw = flawOf(envelope, limits);
    if (!flaw.message.isNull()) {
        return refusal(rpccode::InvalidRequest, QStringLiteral("invalid request: %1").arg(flaw.message), flaw.hint,
                       envelope.hasUsableId() ? envelope.id.raw : QByteArrayView());
    }
    Request request;
    request.id = envelope.id.raw.toByteArray();
    // A name that no text can stand for is a name that nobody knows.
    request.method = decoded(envelope.method.raw).value_or(QString(QChar::ReplacementCharacter));
    if (envelope.params.raw != "null")
        request.params = envelope.params.raw.toByteArray();
    return request;
}

QByteArray notAnObject()
{
    return refusal(rpccode::InvalidRequest, QStringLiteral("invalid request: it is no object"),
                   QStringLiteral(R"(send {"jsonrpc":"2.0","method":...,"params":{...},"id":...})"));
}

// Reads one value and says what is due for it; false if the grammar is broken.
bool readItem(Scanner &scanner, const ParseLimits &limits, ParsedFrame::Item &out)
{
    if (scanner.next() == '{') {
        Envelope envelope;
        if (!readEnvelope(scanner, envelope))
            return false;
        out = toItem(envelope, limits);
        return true;
    }
    Scanner::Piece piece;
    if (!scanner.value(piece))
        return false;
    out = notAnObject();
    return true;
}

bool readBatch(Scanner &scanner, const ParseLimits &limits, ParsedFrame &out)
{
    scanner.take('[');
    if (scanner.take(']')) {
        out.items.emplace_back(refusal(rpccode::InvalidRequest, QStringLiteral("invalid request: the batch is empty"),
                                       QStringLiteral("put at least one request into a batch")));
        return true;
    }
    out.isBatch = true;
    do {
        const bool tooMany = std::ssize(out.items) >= limits.maxBatch;
        Scanner::Piece skipped;
        // What comes after the limit must still be JSON, or the whole frame is not.
        if (tooMany ? !scanner.value(skipped) : !readItem(scanner, limits, out.items.emplace_back()))
            return false;
        if (tooMany)
            out.isBatch = false;
    } while (scanner.take(','));
    if (!out.isBatch) {
        out.items.clear();
        out.items.emplace_back(refusal(rpccode::InvalidRequest,
                                       QStringLiteral("invalid request: the batch is too long"),
                                       QStringLiteral("send at most %1 requests in a batch").arg(limits.maxBatch)));
    }
    return scanner.take(']');
}

bool isUtf8(const QByteArray &bytes)
{
    return simdjson::validate_utf8(bytes.constData(), static_cast<size_t>(bytes.size()));
}

ErrorObject readError(QByteArrayView raw)
{
    ErrorObject error;
    const auto value = json::parse(raw);
    if (!value.ok())
        return error;
    const QJsonObject object = json::toQJson(*value).toObject();
    error.code = object.value("code").toInt(rpccode::Internal);
    error.message = object.value("message").toString();
    error.data = object.value("data").toObject();
    return error;
}

}  // namespace

ParsedFrame parseFrame(const QByteArray &frame, const ParseLimits &limits)
{
    ParsedFrame parsed;
    if (!isUtf8(frame)) {
        parsed.items.emplace_back(notJson(QStringLiteral("it is not UTF-8")));
        return parsed;
    }
    Scanner scanner(frame);
    const bool read = scanner.next() == '[' ? readBatch(scanner, limits, parsed)
                                            : readItem(scanner, limits, parsed.items.emplace_back());
    if (!read || !scanner.atEnd()) {
        parsed.isBatch = false;
        parsed.items.clear();
        parsed.items.emplace_back(notJsonAt(scanner));
    }
    return parsed;
}

ParsedMessage parseMessage(const QByteArray &frame)
{
    ParsedMessage message;
    Envelope envelope;
    Scanner scanner(frame);
    if (!isUtf8(frame) || !readEnvelope(scanner, envelope) || !scanner.atEnd() || !envelope.saysVersion2()
        || !envelope.duplicate.isNull())
        return message;
    if (envelope.id.raw.isEmpty()) {
        const auto method = decoded(envelope.method.raw);
        if (!method)
            return message;
        message.kind = ParsedMessage::Kind::Notification;
        message.method = *method;
        if (envelope.params.raw != "null")
            message.params = envelope.params.raw.toByteArray();
        return message;
    }
    message.id = envelope.id.raw.toByteArray();
    if (!envelope.result.raw.isEmpty() && envelope.error.raw.isEmpty()) {
        message.kind = ParsedMessage::Kind::Result;
        message.result = envelope.result.raw.toByteArray();
    } else if (envelope.error.raw.startsWith('{') && envelope.result.raw.isEmpty()) {
        message.kind = ParsedMessage::Kind::Error;
        message.error = readError(envelope.error.raw);
    }
    return message;
}

}  // namespace cs

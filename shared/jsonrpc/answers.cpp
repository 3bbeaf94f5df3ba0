#include "jsonrpc/answers.h"

#include "json/writer.h"

namespace cs {

namespace {

int codeOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Internal: return rpccode::Internal;
    case ErrorCode::InvalidParams: return rpccode::InvalidParams;
    case ErrorCode::Unauthenticated: return rpccode::Unauthenticated;
    case ErrorCode::PermissionDenied: return rpccode::PermissionDenied;
    case ErrorCode::NotFound: return rpccode::NotFound;
    case ErrorCode::InvalidState: return rpccode::InvalidState;
    case ErrorCode::Unsupported: return rpccode::Unsupported;
    case ErrorCode::RateLimited: return rpccode::RateLimited;
    case ErrorCode::DependencyFailed: return rpccode::DependencyFailed;
    case ErrorCode::Cancelled: return rpccode::Internal;
    }
    return rpccode::Internal;
}

QByteArray jsonText(const QJsonObject &object)
{
    json::Writer writer;
    writer.value(QJsonValue(object));
    return writer.take();
}

void writeCall(json::Writer &writer, const QString &method, QByteArrayView params)
{
    writer.beginObject();
    writer.key("jsonrpc");
    writer.raw("\"2.0\"");
    writer.key("method");
    writer.value(method);
    if (!params.isEmpty()) {
        writer.key("params");
        writer.raw(params);
    }
}

}  // namespace

ErrorObject toErrorObject(const Error &error)
{
    return {codeOf(error.code), error.message, error.data};
}

QByteArray resultAnswer(QByteArrayView id, QByteArrayView result)
{
    constexpr QByteArrayView head = R"({"jsonrpc":"2.0","result":)";
    constexpr QByteArrayView middle = R"(,"id":)";
    QByteArray answer;
    answer.reserve(head.size() + result.size() + middle.size() + id.size() + 5);
    answer += head;
    answer += result;
    answer += middle;
    answer += id.isEmpty() ? QByteArrayView("null") : id;
    answer += '}';
    return answer;
}

QByteArray errorAnswer(QByteArrayView id, int code, const QString &message, QByteArrayView data)
{
    json::Writer writer;
    writer.beginObject();
    writer.key("jsonrpc");
    writer.raw("\"2.0\"");
    writer.key("error");
    writer.beginObject();
    writer.key("code");
    writer.value(code);
    writer.key("message");
    writer.value(message);
    if (!data.isEmpty()) {
        writer.key("data");
        writer.raw(data);
    }
    writer.endObject();
    writer.key("id");
    writer.raw(id.isEmpty() ? QByteArrayView("null") : id);
    writer.endObject();
    return writer.take();
}

QByteArray errorAnswer(QByteArrayView id, const ErrorObject &error)
{
    return errorAnswer(id, error.code, error.message, error.data.isEmpty() ? QByteArray() : jsonText(error.data));
}

QByteArray notification(const QString &method, QByteArrayView params)
{
    json::Writer writer;
    writeCall(writer, method, params);
    writer.endObject();
    return writer.take();
}

QByteArray request(QByteArrayView id, const QString &method, QByteArrayView params)
{
    json::Writer writer;
    writeCall(writer, method, params);
    writer.key("id");
    writer.raw(id);
    writer.endObject();
    return writer.take();
}

}  // namespace cs

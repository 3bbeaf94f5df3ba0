#include "http/httpmessage.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace cs {

namespace {

QString inWords(int status)
{
    switch (status) {
    case 400: return QStringLiteral("Bad Request");
    case 401: return QStringLiteral("Unauthorized");
    case 403: return QStringLiteral("Forbidden");
    case 404: return QStringLiteral("Not Found");
    case 405: return QStringLiteral("Method Not Allowed");
    case 413: return QStringLiteral("Content Too Large");
    case 416: return QStringLiteral("Range Not Satisfiable");
    case 429: return QStringLiteral("Too Many Requests");
    case 503: return QStringLiteral("Service Unavailable");
    default: return QStringLiteral("Internal Server Error");
    }
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

}  // namespace

std::optional<QByteArray> HttpRequest::queryValue(QByteArrayView name) const
{
    for (const auto &[key, value] : query) {
        if (key == name)
            return value;
    }
    return std::nullopt;
}

bool HttpRequest::hasBody() const
{
    const QByteArray length = header("content-length").trimmed();
    return headers.contains("transfer-encoding") || (!length.isEmpty() && length != "0");
}

HttpResponse jsonResponse(int status, QByteArray json)
{
    HttpResponse response;
    response.status = status;
    response.add("Content-Type", "application/json");
    response.add("Cache-Control", "no-store");
    response.body = std::move(json);
    return response;
}

HttpResponse problemResponse(int status, const QString &message)
{
    const QJsonObject body{{"status", status}, {"error", inWords(status)}, {"message", message}};
    return jsonResponse(status, QJsonDocument(body).toJson(QJsonDocument::Compact));
}

HttpResponse notFoundResponse()
{
    return problemResponse(404, QStringLiteral("there is nothing at this address"));
}

std::optional<QString> percentDecoded(QByteArrayView text)
{
    QByteArray bytes;
    bytes.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            bytes += text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
        const int low = high >= 0 ? hexDigit(text[i + 2]) : -1;
        if (low < 0)
            return std::nullopt;
        bytes += static_cast<char>(high * 16 + low);
        i += 2;
    }
    // What is not strict UTF-8, and a byte order mark, do not survive the way there and back.
    QString decoded = QString::fromUtf8(bytes);
    if (bytes.contains('\0') || decoded.toUtf8() != bytes)
        return std::nullopt;
    return decoded;
}

}  // namespace cs

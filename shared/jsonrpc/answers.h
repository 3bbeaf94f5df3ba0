#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QJsonObject>
#include <QString>

#include "base/error.h"

namespace cs {

// The codes of the API; the first five are JSON-RPC's own.
namespace rpccode {
inline constexpr int ParseError = -32700;
inline constexpr int InvalidRequest = -32600;
inline constexpr int MethodNotFound = -32601;
inline constexpr int InvalidParams = -32602;
inline constexpr int Internal = -32603;
inline constexpr int Unauthenticated = -32001;
inline constexpr int PermissionDenied = -32002;
inline constexpr int NotFound = -32010;
inline constexpr int InvalidState = -32020;
inline constexpr int Unsupported = -32030;
inline constexpr int RateLimited = -32040;
inline constexpr int DependencyFailed = -32050;
}  // namespace rpccode

// The `error` member of an answer.
struct ErrorObject {
    int code = rpccode::Internal;
    QString message;
    QJsonObject data;
};

// The one place where the product's errors get their numbers.
ErrorObject toErrorObject(const Error &error);

// Frames, spliced together from parts that are JSON already: `id`, `result`, `data` and `params` are taken as they are.
// An empty `id` means null; empty `data` and `params` are left out.
QByteArray resultAnswer(QByteArrayView id, QByteArrayView result);
QByteArray errorAnswer(QByteArrayView id, int code, const QString &message, QByteArrayView data = {});
QByteArray errorAnswer(QByteArrayView id, const ErrorObject &error);
QByteArray notification(const QString &method, QByteArrayView params);
QByteArray request(QByteArrayView id, const QString &method, QByteArrayView params);

}  // namespace cs

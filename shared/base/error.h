#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace cs {

// What went wrong, in the terms of the product; rpc maps it to JSON-RPC numbers in one switch.
enum class ErrorCode {
    Internal,
    InvalidParams,
    Unauthenticated,
    PermissionDenied,
    NotFound,
    InvalidState,
    Unsupported,
    RateLimited,
    DependencyFailed,
    Cancelled,
};

// A failure as a value. `message` says what failed, on what, and what to try; `data` carries the members that the
// API promises for the code. Neither ever holds a secret.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    QString message;
    QJsonObject data;

    static Error internal(const QString &message);
    // `param` names the offending parameter, `rule` the broken rule, `hint` what to send instead.
    static Error invalidParam(const QString &param, const QString &rule, const QString &hint);
    static Error unauthenticated(const QString &reason);
    static Error permissionDenied(const QString &requiredRole, const QString &haveRole);
    // `resource` is camera, stream, recording, snapshot, subscription or user.
    static Error notFound(const QString &resource, const QString &id);
    static Error invalidState(const QString &message, const QString &state, const QStringList &allowedStates);
    static Error unsupported(const QString &feature, const QString &reason, const QString &suggestion);
    static Error rateLimited(qint64 retryAfterMs);
    // `dependency` is MediaMTX, FFmpeg, camera or storage.
    static Error dependencyFailed(const QString &dependency, const QString &detail);
    static Error cancelled();
};

}  // namespace cs

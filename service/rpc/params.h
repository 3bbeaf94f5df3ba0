#pragma once

#include <optional>
#include <vector>

#include <QByteArray>

#include "api/method.h"
#include "base/error.h"
#include "base/ids.h"
#include "json/value.h"

namespace cs {

// What a call is about, for the audit trail: hostile text of at most 256 characters, and a camera.
struct CallSubject {
    QString target;
    std::optional<CameraId> device;
    // What was asked for, if it looks like a camera's id and can be none.
    QString unknown;
};

// NotFound camera for CallSubject::unknown, with the rule that it breaks and what may have been meant.
Error noSuchCamera(const QString &unknown);

// The param that MethodInfo::target names, if it is a plain text, and the param `device`, if it is a camera's id.
CallSubject subjectOf(const api::MethodInfo &method, const json::Value &params);

// Takes the member `idempotency_key` out of the params of a method that may have one. Nothing if it is absent or null;
// InvalidParams if it is no text of 1 to 128 characters.
Result<std::optional<QString>> takeIdempotencyKey(const api::MethodInfo &method, json::Value &params);

// One text for params that mean the same: members sorted by name.
QByteArray canonicalText(const json::Value &value);

// The params of a request as an object: absent ones become {}, positional ones get the declared names in their order.
// InvalidParams for too many of them, and for a member that is given twice, however deep.
Result<json::Value> namedParams(const QByteArray &raw, const std::vector<const char *> &names);

}  // namespace cs

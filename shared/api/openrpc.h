#pragma once

#include <vector>

#include <QJsonObject>
#include <QString>

#include "api/describe.h"

namespace cs::api {

// The API as an OpenRPC 1.3 document: methods with their roles, params, results, errors and examples, the shared types,
// and (as the extension x-notifications) what is sent unasked. `version` is the product's.
QJsonObject openRpcDocument(const QString &version, const std::vector<MethodDescription> &methods = allMethods());

}  // namespace cs::api

#pragma once

#include <vector>

#include <QByteArray>

#include "json/value.h"

namespace cs {

// The params of a request as an object: absent ones become {}, positional ones get the declared names in their order.
// InvalidParams for too many of them, and for a member that is given twice, however deep.
Result<json::Value> namedParams(const QByteArray &raw, const std::vector<const char *> &names);

}  // namespace cs

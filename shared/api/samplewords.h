#pragma once

#include <QJsonObject>

namespace cs::api {

// What members usually hold, by the end of their path: "filename", or "create_group.name" where a method differs.
const QJsonObject &sampleWords();

}  // namespace cs::api

#pragma once

#include <QJsonArray>
#include <QJsonObject>

#include "api/describe.h"

namespace cs::api {

// Every error of the API by its name, with its code, an example of its message and of its data: components.errors.
QJsonObject errorComponents();

// Which of them a method may answer, as references. The errors of the envelope (-32700, -32600, -32601) concern no
// single method and are left out.
QJsonArray errorsOf(const MethodDescription &method);

}  // namespace cs::api

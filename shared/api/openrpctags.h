#pragma once

#include <QString>

namespace cs::api {

// The group of methods that one belongs to, such as "cameras"; "other" for a name that is in none.
QString tagOf(const char *method);

}  // namespace cs::api

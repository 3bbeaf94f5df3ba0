#pragma once

#include "json/value.h"

namespace cs {

// Whether two members share a name: then two readers may understand two different things.
bool hasDuplicates(const json::Object &members);

}  // namespace cs

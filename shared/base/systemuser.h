#pragma once

#include <sys/types.h>

#include <QString>

namespace cs {

// The name of a user of this host; "uid-1234" for one without.
QString systemUserName(uid_t user);

}  // namespace cs

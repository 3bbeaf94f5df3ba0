#pragma once

#include <QString>

#include "base/result.h"

namespace cs {

// InvalidParams under `param` for a name under which the audit trail speaks of somebody who is no user of this service:
// the service itself, and who comes through the control socket, which is root or the service's user on this host. In any
// spelling; nothing is said of a name that no user can have.
Result<Done> notAnActor(const QString &param, const QString &name);

}  // namespace cs

#pragma once

#include <QLoggingCategory>

namespace cs {

Q_DECLARE_LOGGING_CATEGORY(lcAudit)

}  // namespace cs

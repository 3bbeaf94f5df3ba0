#pragma once

#include <QString>

#include "base/error.h"

namespace cs {

// Why a sign-in that was good is over, for people and with its Trouble: `reason` is that of session.ended (empty: none
// came, or it just expired), `refusal` what the service said to the next sign-in.
Error endedError(const QString &reason, const Error &refusal);

}  // namespace cs

#pragma once

#include <QByteArray>
#include <QString>

#include "base/error.h"

namespace cs {

// The code in the params of session.ended; empty if there is none.
QString endCodeIn(const QByteArray &params);

// Why a sign-in that was good is over, for people and with its Trouble: `code` is that of session.ended (empty: none
// came), `refusal` what the service said to the next sign-in.
Error endedError(const QString &code, const Error &refusal);

}  // namespace cs

#pragma once

#include <QString>

namespace cs {

// What programs go by when a session has ended, of the words that people read: "user_disabled" and the like, "ended" for
// words without a code of their own. The words are those that Sessions, Revocations and the logins give as reasons.
QString endCodeOf(const QString &reason);

}  // namespace cs

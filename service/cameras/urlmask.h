#pragma once

#include <QString>

namespace cs {

// What stands where a secret was.
inline constexpr QStringView MaskedValue = u"***";

// Replaces the values of parameters such as token=, password= or auth_key= in the percent-encoded path and query of
// an address. Cameras take them in paths too: /user=admin_password=secret_channel=1.
QString maskedPath(const QString &path);
QString maskedQuery(const QString &query);

}  // namespace cs

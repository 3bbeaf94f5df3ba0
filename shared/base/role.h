#pragma once

#include <optional>

#include <QString>
#include <QStringList>

namespace cs {

// What a signed-in party may do; each role includes those before it.
enum class Role { Viewer, Operator, Admin };

QString toString(Role role);
std::optional<Role> roleFromString(QStringView text);
// The `permissions` of the API: view, control, admin.
QStringList permissionsOf(Role role);

}  // namespace cs

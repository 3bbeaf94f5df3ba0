#pragma once

#include <optional>

#include <QString>
#include <QStringList>

namespace cs {

// What a signed-in party may do; each role includes those before it.
enum class Role { Viewer, Operator, Admin };

// What a party may do with one camera; Operate includes View. Its role bounds it further.
enum class CameraAccess { View, Operate };

QString toString(Role role);
std::optional<Role> roleFromString(QStringView text);
QString toString(CameraAccess access);
std::optional<CameraAccess> cameraAccessFromString(QStringView text);
// The `permissions` of the API: view, control, admin.
QStringList permissionsOf(Role role);

}  // namespace cs

#pragma once

#include <QString>
#include <QVariant>

#include "models/cameramodel.h"

// What the cells of the camera table say, in the language of the person.
namespace cs {

QString cameraColumnTitle(int column);
// What CameraModel::data() gives, but for StaleRole.
QVariant cameraData(const CameraEntry &camera, int column, int role);
QHash<int, QByteArray> cameraRoleNames();

}  // namespace cs

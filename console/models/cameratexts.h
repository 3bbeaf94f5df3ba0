#pragma once

#include <QString>
#include <QVariant>

#include "models/cameramodel.h"

// What the cells of the camera table say, in the language of the person.
namespace cs {

QString cameraColumnTitle(int column);
QVariant cameraCellText(const CameraEntry &camera, int column);
QVariant cameraSortKey(const CameraEntry &camera, int column);
// "640×360"; empty until known.
QString cameraSizeText(const QString &resolution);

}  // namespace cs

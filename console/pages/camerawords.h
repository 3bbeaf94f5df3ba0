#pragma once

#include <QCoreApplication>
#include <QString>

#include "models/cameramodel.h"

namespace cs {

// How a camera is, in the language of the person.
class CameraWords {
    Q_DECLARE_TR_FUNCTIONS(cs::CameraWords)
public:
    // In place of anything that may be otherwise by now.
    static QString notKnown();
    // "connected · 640x360 · 15 pictures/s", or why it is not.
    static QString line(const CameraEntry &camera);
    // Over the picture of a camera that gives none.
    static QString off(const CameraEntry &camera);
    // Rich text: a red dot and a word.
    static QString recordingBadge();
};

}  // namespace cs

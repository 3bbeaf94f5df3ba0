#pragma once

#include <QString>
#include <QVariant>

#include "models/recordingmodel.h"
#include "models/words.h"

// What the cells of the table of recordings say, in the language of the person.
namespace cs {

// When it began as far as its name tells, else its last byte.
Timestamp recordingTime(const api::MediaFile &file);
bool isBeingRecorded(const api::MediaFile &file);
QString recordingColumnTitle(int column);
QVariant recordingCellText(const api::MediaFile &file, int column);
QVariant recordingSortKey(const api::MediaFile &file, int column);

}  // namespace cs

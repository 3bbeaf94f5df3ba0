#pragma once

#include <QString>

#include "video/liveview.h"
#include "video/videosource.h"

namespace cs {

// What a person reads over a picture; translated.
struct PictureWords {
    QString shown;        // empty: the picture speaks for itself
    QString description;  // for screen readers; does not change with each second
    bool ages = false;    // `shown` tells an age
};

PictureWords wordsFor(const LiveView &view);
// For a recording.
PictureWords wordsFor(VideoSource::State state, VideoSource::Why why);
// Why a source failed.
QString wordsFor(VideoSource::Why why);

}  // namespace cs

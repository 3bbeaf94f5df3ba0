#pragma once

#include <memory>

#include "base/ids.h"
#include "video/liveview.h"
#include "video/videosource.h"

namespace cs {

// Makes what brings pictures, so that a page knows neither addresses nor engines. Lives in the window's thread and
// outlives what it makes.
class PictureSources {
public:
    virtual ~PictureSources() = default;

    // The present picture of a camera; not started yet.
    virtual std::unique_ptr<LiveView> live(CameraId device) = 0;
    // For recordings; opened with recordingOptions().
    virtual std::unique_ptr<VideoSource> recording() = 0;
    virtual VideoSource::Options recordingOptions() const = 0;
};

}  // namespace cs

#pragma once

#include "video/videosource.h"

namespace cs {

// Why a worker gives up; `detail` holds no part of the address but the host.
struct VideoProblem {
    VideoSource::Why why = VideoSource::Lost;
    QString detail;
};

}  // namespace cs

#pragma once

#include <chrono>

#include <QString>

namespace cs {

// What may be configured about cameras.
struct CameraOptions {
    int limit = 64;  // cameras at the same time
    QString ffmpeg;  // path of ffmpeg; empty: looked up in PATH
    // So long without new bytes means disconnected. Shorter than the media server's own read timeout, longer than any
    // gap of a healthy camera.
    std::chrono::milliseconds silence{4000};
    std::chrono::milliseconds probeEvery{30000};  // how often the frame rate is measured again
    std::chrono::milliseconds watchEvery{1000};   // five of these without a word of the media server: disconnected
};

}  // namespace cs

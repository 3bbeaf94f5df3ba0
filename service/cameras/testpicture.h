#pragma once

#include <chrono>

#include <QSize>

namespace cs {

// How the picture of a test camera is made.
struct TestPicture {
    QSize size{640, 360};
    int fps = 15;
    std::chrono::seconds keyFrameEvery{1};
    friend bool operator==(const TestPicture &, const TestPicture &) = default;
};

}  // namespace cs

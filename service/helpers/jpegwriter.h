#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "helpers/avptr.h"

namespace cs {

// One JPEG of a picture, in full range as JFIF wants it. `quality` is the quantiser, 2 (best) to 31. Empty with a line
// in `error` when it does not work.
std::vector<uint8_t> writeJpeg(const AVFrame &picture, int quality, std::string &error);

}  // namespace cs

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "helpers/avptr.h"

namespace cs {

// Decodes a fragmented MP4 that lies in memory and keeps its last picture. `error` says in one line why there is none.
AvPtr<AVFrame> readLastFrame(const std::vector<uint8_t> &bytes, std::string &error);

}  // namespace cs

#pragma once

#include <optional>

#include <QString>

#include "base/error.h"

namespace cs {

class RtspAddress;

// Why something cannot be added as a camera. Each names the parameter or the state, and what to do.
std::optional<Error> nameProblem(const QString &name);
// `ownPort` is where our own media server speaks RTSP.
std::optional<Error> addressProblem(const RtspAddress &address, int ownPort);
Error addressTaken();
Error tooManyCameras(int limit);

}  // namespace cs

#pragma once

#include <optional>

#include <QString>

#include "api/method.h"
#include "base/error.h"
#include "base/ids.h"
#include "rpc/call.h"

namespace cs {

// Learns of every finished call of a known method, also of those that were refused. Service thread.
class CallObserver {
public:
    virtual ~CallObserver() = default;
    // Once per call, right before its answer is handed to the transport. `call` is the caller as it was when the call
    // came in. `target` is the param that MethodInfo::target names, if that is a plain text: at most 256 characters of
    // hostile text, empty otherwise. `device` is the param `device`, if it is a well-formed camera id. `error` is null
    // if the call succeeded; its message may quote params. It must not call the dispatcher.
    virtual void answered(const Call &call, const api::MethodInfo &method, const QString &target,
                          std::optional<CameraId> device, const Error *error) = 0;
};

}  // namespace cs

#pragma once

#include <vector>

#include "auth/principal.h"
#include "mediamtx/mediaserver.h"

namespace cs {

// An outsider that was let in to watch: a value that goes from MediaMTX's endpoint to the service thread.
struct Admission {
    // The id of the later session. RTSP asks twice, first with the id of a connection that never becomes one.
    MediaServer::OpenSession session;
    CameraId camera;
    // Canonical text.
    QString address;
    // By whose rights: one for a token, everybody signed in at the address for a plain one, nobody where all may watch.
    std::vector<Principal> holders;
};

// Hears what StreamGate decided. Called on the endpoint's thread: implementations are thread-safe and never block.
class AdmissionObserver {
public:
    virtual ~AdmissionObserver() = default;
    virtual void admitted(const Admission &admission) = 0;
    // Asked for a camera's picture and was turned away; `protocol` is one of MediaMTX's words.
    virtual void refused(CameraId camera, const QString &address, const QString &protocol) = 0;
};

}  // namespace cs

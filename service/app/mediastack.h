#pragma once

#include "app/identity.h"
#include "app/store.h"
#include "cameras/cameraregistry.h"
#include "mediamtx/authendpoint.h"
#include "mediamtx/binarylocator.h"
#include "mediamtx/supervisedserver.h"
#include "recordings/medialibrary.h"
#include "recordings/recorder.h"
#include "recordings/snapshots.h"
#include "streams/streamgate.h"
#include "streams/viewers.h"

namespace cs {

// Cameras, the media server under them, and what is kept of their pictures. Service thread.
class MediaStack {
public:
    // All outlive this object. `endpoint` of `access` is listening already.
    struct Access {
        Access(const Config &config, Identity &identity, const Clock &clock);
        InternalTokens tokens;
        StreamGate gate;
        AuthEndpoint endpoint;
    };
    MediaStack(const Config &config, const MediaMtxBinary &binary, Access &access, Identity &identity, Store &store,
               const Clock &clock);
    ~MediaStack();

    // Everything that was stored is known again and the media server is being started. A port of it that is taken is
    // one sentence for people.
    Async<Done> load();
    // Recordings first, then publishers, then the media server.
    Async<Done> stop();

    SupervisedMediaServer server;
    CameraRegistry registry;
    MediaIndex index;
    MediaLibrary library;
    Recorder recorder;
    Snapshots snapshots;
    Viewers viewers;

private:
    void followRights(Identity &identity);

    StreamGate &m_gate;
    // What is still being loaded then must not start the media server again.
    bool m_stopped = false;
};

}  // namespace cs

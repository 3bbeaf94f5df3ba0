#pragma once

#include "client/certificatepins.h"
#include "client/eventfeed.h"
#include "models/cameraactions.h"
#include "models/cameramodel.h"
#include "models/eventlogmodel.h"
#include "models/recordingdownloads.h"
#include "models/recordingmodel.h"
#include "models/sessionmodel.h"
#include "models/usermodel.h"

namespace cs {

// All that pages show of one service. Owns the models; window's thread; session and pins outlive it.
struct ConsoleModels {
    ConsoleModels(Session &session, const CertificatePins &pins)
        : feed(session),
          cameras(session, feed),
          recordings(session, feed),
          events(session, feed),
          users(session),
          sessions(session),
          actions(session),
          downloads(recordings, session, pins)
    {
        events.nameCamerasBy([this](CameraId device) {
            const CameraEntry *camera = cameras.find(device);
            return camera ? camera->row.name : QString();
        });
    }

    EventFeed feed;
    CameraModel cameras;
    RecordingModel recordings;
    EventLogModel events;
    UserModel users;
    SessionModel sessions;
    CameraActions actions;
    RecordingDownloads downloads;
};

}  // namespace cs

#include "recordings/recording.h"

namespace cs {

QString toString(EndCause cause)
{
    switch (cause) {
    case EndCause::Requested: return QStringLiteral("requested");
    case EndCause::Duration: return QStringLiteral("duration");
    case EndCause::CameraLost: return QStringLiteral("camera_lost");
    case EndCause::MediaMtxLost: return QStringLiteral("mediamtx_lost");
    case EndCause::StorageFull: return QStringLiteral("storage_full");
    case EndCause::ServiceRestart: return QStringLiteral("service_restart");
    case EndCause::Shutdown: return QStringLiteral("shutdown");
    }
    return {};
}

bool isFailure(EndCause cause)
{
    switch (cause) {
    case EndCause::Requested:
    case EndCause::Duration:
    case EndCause::Shutdown: return false;
    case EndCause::CameraLost:
    case EndCause::MediaMtxLost:
    case EndCause::StorageFull:
    case EndCause::ServiceRestart: return true;
    }
    return true;
}

}  // namespace cs

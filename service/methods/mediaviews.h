#pragma once

#include "api/events.h"
#include "api/media.h"
#include "recordings/medialibrary.h"
#include "recordings/recording.h"

namespace cs {

// Turns recordings and snapshots into the shapes of the API.
api::RecordingFormat formatOf(const QString &format);
double secondsOf(std::chrono::microseconds duration);
api::StartRecording::Reply startReply(const Recording &recording);
api::StopRecording::Reply stopReply(const Recording &recording);
api::MediaFile fileRow(const MediaItem &item, const QString &downloadUrl);
api::RecordingStatusUpdate recordingUpdate(const Recording &recording, api::RecordingState state);

}  // namespace cs
